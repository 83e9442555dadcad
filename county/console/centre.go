package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/office"
)

// centred are the pages about the register of centres.
func (c *Console) centred() map[string]page {
	return map[string]page{
		"GET /centres":                {office.SeeCentres, c.centres},
		listCentres:                   {office.ListCentres, c.centreList},
		listAssets:                    {office.ListCentres, c.assetList},
		"GET /centres.xlsx":           {office.SeeCentres, c.assetsSheet},
		"GET /centres/{code}":         {office.SeeCentres, c.centre},
		"POST /centres/{code}":        {office.RunCentres, c.keepCentre},
		"POST /centres/{code}/assets": {office.RunCentres, c.keepAsset},
	}
}

type centresPage struct {
	Rows     []centreRow
	Pager    pager
	Total    int
	Known    int // of them in the register
	Assets   int
	MayList  bool
	Problem  string // in words
	Said     string
	Export   string
	Machines int
}

type centreRow struct {
	Link, Code, Place, Name, Keeper, Hours string
	People, Machines, Silent               int
	Assets, Broken                         int
	Known                                  bool // it is in the register
}

// centres serves GET /centres: ?page=. Every place that can be visited is there, also what is
// not in the register yet.
func (c *Console) centres(v *visit) error { return c.showCentres(v, centresPage{}) }

func (c *Console) showCentres(v *visit, page centresPage) error {
	all, err := c.centreRows(v)
	if err != nil {
		return err
	}
	for _, r := range all {
		page.Assets += r.Assets
		page.Machines += r.Machines
		if r.Known {
			page.Known++
		}
	}
	at := onPage(v.URL.Query().Get("page"), len(all))
	page.Total, page.Rows = len(all), all[(at-1)*perPage:min(at*perPage, len(all))]
	page.Pager = newPager(at, len(all), func(n int) string { return v.view.link("/centres", "page", n) })
	page.MayList, page.Export = v.account.Role.May(office.ListCentres), v.view.link("/centres.xlsx")
	return c.show(v, "centres.html", frame{Active: "kiosks", Title: v.view.text.T("county.centres.title"), Page: page})
}

// centreRows are the places of the account, those of the register first.
func (c *Console) centreRows(v *visit) ([]centreRow, error) {
	known, err := c.Book.Centres(v.Context(), v.account.Scope)
	if err != nil {
		return nil, err
	}
	machines, err := c.Book.Kiosks(v.Context())
	if err != nil {
		return nil, err
	}
	hours, err := c.centreHours(v.Context())
	if err != nil {
		return nil, err
	}
	rows, seen := []centreRow{}, map[village.DivisionCode]bool{}
	add := func(k office.Centre, is bool) {
		row := c.centreRow(v.view, k, machines, hours)
		row.Known, seen[k.Code] = is, true
		rows = append(rows, row)
	}
	for _, k := range known {
		add(k, true)
	}
	for _, code := range c.Names.Centres {
		if !seen[code] && v.account.Scope.Holds(code, v.account.Scope.Unit) {
			add(office.Centre{Code: code}, false)
		}
	}
	return rows, nil
}

// centreHours are the published hours.
func (c *Console) centreHours(ctx context.Context) (snapshot.ServiceHours, error) {
	hours, _, err := c.Hours.Published(ctx)
	return hours, err
}

func (c *Console) centreRow(v *view, k office.Centre, machines []office.Kiosk, hours snapshot.ServiceHours) centreRow {
	row := centreRow{
		Link: v.link("/centres/" + string(k.Code)), Code: string(k.Code), Place: c.place(k.Code), Name: k.Name, Keeper: k.Keeper, Assets: k.Assets, Broken: k.Broken,
		Hours: v.hoursText(hours, k.Code),
	}
	for _, n := range k.Posts {
		row.People += n
	}
	for _, m := range machines {
		if m.Village != k.Code || m.Revoked() {
			continue
		}
		row.Machines++
		if _, _, kind := stateOf(m, c.Now()); kind != "done" {
			row.Silent++
		}
	}
	return row
}

// hoursText is when a centre is open on workdays; "" = nobody published it.
func (v *view) hoursText(hours snapshot.ServiceHours, code village.DivisionCode) string {
	h, ok := hours.Of(code)
	if !ok {
		return ""
	}
	if len(h.Workdays) == 0 {
		return v.text.T("county.centre.closed")
	}
	var spans []string
	for _, s := range h.Workdays {
		spans = append(spans, s.String())
	}
	return strings.Join(spans, v.text.T("county.comma"))
}

type centrePage struct {
	Row     centreRow
	Centre  office.Centre
	Posts   []postRow
	Badges  []string // of who serves there now
	Kiosks  []kioskRow
	List    []assetRow
	States  []choice
	May     bool
	By      string
	Today   string
	Form    map[string]string // of the last try
	Problem string            // in words
	Of      string            // form that it is about: centre, asset
}

type postRow struct {
	Name   office.Post
	People int
}

type assetRow struct {
	Tag, Name, Serial string
	Pieces            int
	Chip              chip
	Moves             []string
}

// assetsShown is more than a centre of a village has.
const assetsShown = 500

// centre serves GET /centres/{code}.
func (c *Console) centre(v *visit) error { return c.showCentre(v, centrePage{}) }

// scopedCentre is the centre that a request names, if it is the account's to see.
func (c *Console) scopedCentre(v *visit) (office.Centre, bool, error) {
	code := village.DivisionCode(v.PathValue("code"))
	if !v.account.Scope.Holds(code, v.account.Scope.Unit) {
		return office.Centre{}, false, &village.Error{Kind: village.NotFound}
	}
	list, err := c.Book.Centres(v.Context(), office.Scope{Division: code})
	for _, k := range list {
		if k.Code == code {
			return k, true, err
		}
	}
	if err == nil && !slices.Contains(c.Names.Centres, code) {
		err = &village.Error{Kind: village.NotFound}
	}
	return office.Centre{Code: code}, false, err
}

func (c *Console) showCentre(v *visit, page centrePage) error {
	k, known, err := c.scopedCentre(v)
	if err != nil {
		return err
	}
	machines, err := c.Book.Kiosks(v.Context())
	if err != nil {
		return err
	}
	hours, err := c.centreHours(v.Context())
	if err != nil {
		return err
	}
	page.Row, page.Centre = c.centreRow(v.view, k, machines, hours), k
	page.Row.Known, page.May, page.Today = known, v.account.Role.May(office.RunCentres), string(village.DayOf(c.Now()))
	if known {
		page.By = v.view.by(k.Account) + v.view.text.T("county.comma") + v.view.dayText(village.DayOf(k.At))
	}
	for _, post := range office.Posts() {
		page.Posts = append(page.Posts, postRow{post, k.Posts[post]})
	}
	for _, m := range machines {
		if m.Village == k.Code {
			page.Kiosks = append(page.Kiosks, c.kioskRow(v.view, m, c.Now()))
		}
	}
	if err := c.centreThings(v, &page); err != nil {
		return err
	}
	return c.show(v, "centre.html", frame{Active: "kiosks", Title: page.Row.Place, Page: page})
}

// centreThings fills in who serves at a centre, by badge, and what stands there.
func (c *Console) centreThings(v *visit, page *centrePage) error {
	today := village.DayOf(c.Now())
	serving, err := c.Book.Serving(v.Context())
	if err != nil {
		return err
	}
	for _, s := range serving {
		if s.Centre == page.Centre.Code && s.Covers(today, today) && !slices.Contains(page.Badges, s.Badge) {
			page.Badges = append(page.Badges, s.Badge)
		}
	}
	list, err := c.Book.Assets(v.Context(), office.Scope{Division: page.Centre.Code}, assetsShown)
	for _, a := range list {
		row := assetRow{Tag: a.Tag, Name: a.Name, Serial: a.Serial, Pieces: a.Pieces, Chip: assetChip(a.State)}
		for _, m := range a.Moves {
			row.Moves = append(row.Moves, v.view.text.T("county.asset.move", "day", m.Day, // years ago: the year is said
				"giver", m.Giver, "taker", m.Taker, "basis", m.Basis))
		}
		page.List = append(page.List, row)
	}
	for _, s := range office.AssetStates() {
		page.States = append(page.States, choice{Value: string(s), Text: v.view.text.T("county.asset.state." + string(s)), Chosen: string(s) == page.Form["state"]})
	}
	return err
}

func assetChip(s office.AssetState) chip {
	c := chip{State: "county.asset.state." + string(s), Mark: "check", Kind: "done"}
	switch s {
	case office.AssetBroken:
		c.Mark, c.Kind = "warn", "wrong"
	case office.AssetSpare:
		c.Mark, c.Kind = "clock", "wait"
	case office.AssetGone:
		c.Mark, c.Kind = "close", "neutral"
	}
	return c
}

// keepCentre serves POST /centres/{code}.
func (c *Console) keepCentre(v *visit) error {
	k, _, err := c.scopedCentre(v)
	if err != nil {
		return err
	}
	form := v.posted("name", "address", "keeper", "phone", "manager", "duty", "helper", "upkeep")
	kept := office.Centre{Code: k.Code, Name: form["name"], Address: form["address"], Keeper: form["keeper"], Phone: form["phone"], Posts: map[office.Post]int{}, Account: v.account.Name, At: c.Now()}
	for _, post := range office.Posts() {
		n, err := strconv.Atoi(form[string(post)])
		if form[string(post)] != "" && err != nil {
			n = -1
		}
		kept.Posts[post] = n
	}
	if err = kept.Check(); err == nil {
		err = c.Book.KeepCentres(v.Context(), []office.Centre{kept})
	}
	return c.keptAtCentre(v, err, "centre", form)
}

// keepAsset serves POST /centres/{code}/assets: a thing that stands at the centre from now
// on, with its handing over where a day of one is given.
func (c *Console) keepAsset(v *visit) error {
	k, _, err := c.scopedCentre(v)
	if err != nil {
		return err
	}
	form := v.posted("tag", "name", "serial", "pieces", "state", "day", "giver", "taker", "basis")
	pieces, err := strconv.Atoi(form["pieces"])
	if err != nil {
		pieces = 0 // refused
	}
	now := c.Now()
	a := office.Asset{Tag: form["tag"], Centre: k.Code, Name: form["name"], Serial: form["serial"], Pieces: pieces, State: office.AssetState(form["state"]), Account: v.account.Name, At: now}
	if form["giver"]+form["taker"] != "" {
		a.Moves = []office.AssetMove{{Day: village.Day(form["day"]), Giver: form["giver"], Taker: form["taker"], Basis: form["basis"], Account: v.account.Name, At: now}}
	}
	if err = a.Check(); err == nil {
		err = c.Book.KeepAssets(v.Context(), v.account.Scope, []office.Asset{a})
	}
	return c.keptAtCentre(v, err, "asset", form)
}

// keptAtCentre leads back to a centre, or shows it with what is wrong with a form.
func (c *Console) keptAtCentre(v *visit, err error, of string, form map[string]string) error {
	if err != nil {
		words, err := v.wrong(err)
		if err != nil {
			return err
		}
		return c.showCentre(v, centrePage{Of: of, Form: form, Problem: words})
	}
	http.Redirect(v.w, v.Request, v.view.link("/centres/"+v.PathValue("code")), http.StatusSeeOther)
	return nil
}
