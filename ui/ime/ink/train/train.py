"""Learns a handwriting model from the samples that `train samples` writes.

    train samples --writer DIR | python3 train.py OUT.ink

Debian's python3-torch and python3-numpy. The file's form is told in ../model.go,
the network in ../network.go. A fixed number of steps, so that a build can be repeated.
"""

import json
import struct
import sys

import numpy as np
import torch
from torch import nn

BATCH, STEPS, WARM = 512, 5300, 300
ONE, TWO, HIDDEN = 64, 144, 192
torch.set_num_threads(1)
torch.manual_seed(1)


class Net(nn.Module):
    def __init__(self, maps, classes):
        super().__init__()
        self.one = nn.Conv2d(maps, ONE, 3, 2, 1, bias=False)
        self.two = nn.Conv2d(ONE, TWO, 3, 2, 1, bias=False)
        self.hidden = nn.Linear(TWO * 16, HIDDEN, bias=False)
        self.last = nn.Linear(HIDDEN, classes)
        self.norm1, self.norm2, self.norm3 = nn.BatchNorm2d(ONE), nn.BatchNorm2d(TWO), nn.BatchNorm1d(HIDDEN)

    def forward(self, x):
        x = torch.relu(self.norm1(self.one(x)))
        x = torch.relu(self.norm2(self.two(x)))
        x = x.permute(0, 2, 3, 1).flatten(1)  # cell by cell, as the kiosk has it
        return self.last(torch.relu(self.norm3(self.hidden(x))))


def folded(weight, norm):
    """weight and bias of a layer with its normalisation put into them."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shape = [-1] + [1] * (weight.dim() - 1)
    return weight * scale.reshape(shape), norm.bias - norm.running_mean * scale


def floats(t):
    return t.detach().float().numpy().astype("<f4").tobytes()


def dense(weight, bias):
    scale = weight.abs().amax(1).clamp(min=1e-9) / 127
    rows = torch.round(weight / scale[:, None]).clamp(-127, 127)
    return floats(bias) + floats(scale) + rows.detach().numpy().astype(np.int8).tobytes()


def write(net, head, path):
    texts = json.dumps(head["texts"], ensure_ascii=False).encode()
    with open(path, "wb") as out:
        out.write(b"INK1" + struct.pack("<6I", ONE, TWO, HIDDEN, len(head["texts"]), head["han"], len(texts)) + texts)
        for weight, norm in ((net.one.weight, net.norm1), (net.two.weight, net.norm2)):
            w, b = folded(weight, norm)
            out.write(floats(w.permute(1, 2, 3, 0).contiguous()) + floats(b))
        out.write(dense(*folded(net.hidden.weight, net.norm3)))
        out.write(dense(net.last.weight, net.last.bias))


def main():
    source = sys.stdin.buffer
    head = json.loads(source.readline())
    maps, grid = head["maps"], head["grid"]
    size = 2 + maps * grid * grid
    net = Net(maps, len(head["texts"]))
    net.train()
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-3)
    rate = lambda step: min(step / WARM, 0.5 * (1 + np.cos(np.pi * step / STEPS)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    right = 0.0
    for step in range(1, STEPS + 1):
        raw = source.read(BATCH * size)
        if len(raw) < BATCH * size:
            sys.exit("too few samples: %d of %d steps" % (step - 1, STEPS))
        rows = np.frombuffer(raw, np.uint8).reshape(BATCH, size)
        want = torch.from_numpy(rows[:, :2].copy().view("<u2")[:, 0].astype(np.int64))
        x = torch.from_numpy(rows[:, 2:].reshape(BATCH, maps, grid, grid).astype(np.float32)) / 100
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(x)
        loss = nn.functional.cross_entropy(out.float(), want)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        right = 0.99 * right + 0.01 * float((out.argmax(1) == want).float().mean())
        if step % 100 == 0:
            print("step %d of %d, loss %.3f, right %.1f %%" % (step, STEPS, float(loss), 100 * right), file=sys.stderr, flush=True)
    net.eval()
    write(net, head, sys.argv[1])


main()
