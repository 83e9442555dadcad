package main

import (
	"context"

	"bianmin/app/desk"
	"bianmin/device/microphone"
	"bianmin/device/speech"
)

// microphoneFlag names the microphone for what people say with a rating.
type microphoneFlag struct {
	Microphone string `help:"Recorder of what people say with a rating: a program and its arguments that writes samples (S16_LE, 16000 a second, one channel) to standard output, a WAV file in its place, or none. Without it a recorder of the system, if there is a sound card that hears." placeholder:"COMMAND"`
}

// hearing records what somebody says, until life ends; nil without a microphone.
func (f microphoneFlag) hearing(life context.Context) func(context.Context) ([]byte, error) {
	m, ok := microphone.Find(f.Microphone)
	if !ok {
		return nil
	}
	return func(ctx context.Context) ([]byte, error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(life, stop)()
		return m.Record(ctx, desk.MaxVoice)
	}
}

// playing plays what somebody said; nil without a loudspeaker. A folder in its place
// would keep it in clear, so that nothing is played there.
func playing(speaker string) func(context.Context, []byte) error {
	out, ok := speech.FindOutput(speaker)
	if _, keeps := out.(*speech.Folder); !ok || keeps {
		return nil
	}
	return func(ctx context.Context, wav []byte) error { return out.Play(ctx, "", wav) }
}
