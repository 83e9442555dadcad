package office

import (
	"context"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// OrderPost tells machines of the orders at their centres.
type OrderPost interface {
	// TellOrders lets write make a letter for every machine in use that stands at the
	// centre of an order of which it was told less than there is, also one that came
	// later; an order that was over before is not told. All in one transaction.
	TellOrders(ctx context.Context, write func(Rectification) (village.Letter, error)) (letters int, err error)
}

// Tell tells every centre how its orders stand. It can be done as often as one likes.
func (n *Inspectorate) Tell(ctx context.Context, post OrderPost) error {
	list, err := n.Templates.All(ctx)
	if err != nil {
		return err
	}
	_, err = post.TellOrders(ctx, func(r Rectification) (village.Letter, error) { return r.news(list).Letter(n.Now()) })
	return err
}

// news is what r's centre is told of it.
func (r Rectification) news(list []inspect.Template) inspect.News {
	t, _ := inspect.Find(list, r.Template, r.Version)
	_, rule, ok := t.Rule(r.Rule)
	if !ok && r.Rule != "" { // about the whole visit
		rule.Text = t.Name
	}
	news := inspect.News{
		Number: r.Number, Centre: r.Centre, Source: r.Source, What: rule.Text, Severity: r.Severity, OpenedMS: r.OpenedAt.UnixMilli(), Due: r.Due, State: r.State(),
	}
	last := time.Time{}
	for _, a := range r.Acts {
		switch {
		case a.Verb == inspect.Rejected:
			news.Rounds++
			news.Reason = a.Reason
		case a.Verb == inspect.Replied && a.Record != "":
			news.Replies = append(news.Replies, a.Record)
		}
		if a.At.After(last) {
			last = a.At
		}
	}
	news.AtMS = last.UnixMilli()
	return news
}
