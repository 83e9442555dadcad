package screen

import (
	"context"
	"errors"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// machineCases are the maintainer's page.
func machineCases() []picture {
	at := flowtest.Monday().Add(-26 * time.Hour)
	return []picture{
		machine("machine-empty", flow.MachineFacts{ID: "K7JGYNQ5VKE", Version: "0.1.0"}, nil),
		machine("machine", flow.MachineFacts{ID: "K7JGYNQ5VKE", Version: "0.1.0", Count: village.OutboxCount{
			Waiting: 4, Sent: 2, Partial: 1, Stored: 7, Durable: 301, NeedsAttention: 1, Lifetime: 313, LastContact: &at,
		}}, nil),
		machine("machine-error", flow.MachineFacts{}, errors.New("the disk is gone")),
		machine("machine-longest", flow.MachineFacts{ID: "K7JGYNQ5VKE", Version: "0.12.345-dev+20261128", Count: village.OutboxCount{
			Waiting: 12_345, Sent: 100, Partial: 10_000, Stored: 9_999, Durable: 123_456, NeedsAttention: 4321, Lifetime: 150_121, LastContact: &at,
		}}, nil),
		{"machine-prints", func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			job := village.PrintJob{ID: 1, Code: "K7M49TA2", Paper: village.PaperReceipt, Again: 1, At: at}
			turn.Kiosk().OpenPrints = func(context.Context) ([]village.PrintJob, error) {
				return []village.PrintJob{job, {ID: 2, Code: "Q4XW7PT3", Paper: "supplement", At: at.Add(time.Hour)}}, nil
			}
			machine("", flow.MachineFacts{ID: "K7JGYNQ5VKE", Version: "0.1.0", Count: village.OutboxCount{Stored: 7, Lifetime: 7, LastContact: &at}}, nil).walk(t, m, turn)
		}},
	}
}

func machine(name string, facts flow.MachineFacts, err error) picture {
	return picture{name, func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
		turn.Kiosk().Unlock = func(context.Context, string) error { return nil }
		turn.Kiosk().Machine = func(context.Context) (flow.MachineFacts, error) { return facts, err }
		turn.Exit.Ask()
		turn.Exit.Insert("8")
		turn.Exit.Try(t.Context())
	}}
}
