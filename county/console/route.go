package console

import (
	"net/http"

	"bianmin/county/office"
)

// page is one route: who may use it, and what it does.
type page struct {
	right office.Right // "" = whoever asks
	show  func(*visit) error
}

// Routes adds the pages to mux, each behind the guard.
func (c *Console) Routes(mux *http.ServeMux) {
	for pattern, p := range c.pages() {
		most := int64(maxFormBytes)
		if pattern == uploadList {
			most = maxListBytes
		}
		mux.Handle(pattern, c.handle(p, most))
	}
}

// Patterns are the routes, as [http.ServeMux] takes them.
func (c *Console) Patterns() (list []string) {
	for pattern := range c.pages() {
		list = append(list, pattern)
	}
	return list
}

// uploadList is the only page that takes more than a form.
const uploadList = "POST /catalogue"

func (c *Console) pages() map[string]page {
	return map[string]page{
		"GET /sign-in":                         {"", c.signInPage},
		"POST /sign-in":                        {"", c.signIn},
		"GET /set-up":                          {"", c.setUpPage},
		"POST /set-up":                         {"", c.setUp},
		"POST /sign-out":                       {office.Anyone, c.signOut},
		"GET /{$}":                             {office.Anyone, c.dashboard},
		"GET /figures.xlsx":                    {office.SeeFigures, c.figuresSheet},
		"GET /cases.xlsx":                      {office.SeeCases, c.casesSheet},
		"GET /cases":                           {office.SeeCases, c.cases},
		"GET /cases/{kiosk}/{id}":              {office.SeeCases, c.oneCase},
		"POST /cases/{kiosk}/{id}/act":         {office.SeeCases, c.act},
		"POST /cases/{kiosk}/{id}/look":        {office.SeePerson, c.look},
		"GET /cases/{kiosk}/{id}/files/{file}": {office.SeePerson, c.file},
		"GET /tickets":                         {office.SeeCases, c.tickets},
		"GET /tickets/{kiosk}/{id}":            {office.SeeCases, c.ticket},
		"POST /tickets/{kiosk}/{id}/act":       {office.SeeCases, c.ticketAct},
		"POST /tickets/{kiosk}/{id}/look":      {office.SeePerson, c.ticketLook},
		"GET /ratings":                         {office.SeeRatings, c.ratings},
		"GET /ratings/{kiosk}/{id}":            {office.SeeRatings, c.ratingCase},
		"POST /ratings/{kiosk}/{id}/act":       {office.SeeRatings, c.ratingAct},
		"GET /inspections":                     {office.SeeInspections, c.inspections},
		"GET /orders/{number}":                 {office.SeeInspections, c.order},
		"POST /orders/{number}/act":            {office.SeeInspections, c.orderAct},
		"GET /kiosks":                          {office.SeeKiosks, c.kiosks},
		"POST /kiosks/enrol":                   {office.RunKiosks, c.enrolKiosk},
		"GET /kiosks/{kiosk}":                  {office.SeeKiosks, c.oneKiosk},
		"POST /kiosks/{kiosk}/act":             {office.RunKiosks, c.kioskAct},
		"GET /catalogue":                       {office.RunCatalogue, c.catalogue},
		"GET /catalogue/{version}":             {office.RunCatalogue, c.edition},
		"POST /catalogue/{version}/plan":       {office.RunCatalogue, c.planCatalogue},
		"POST /catalogue/drop":                 {office.RunCatalogue, c.dropPlan},
		"GET /looks":                           {office.SeeLooks, c.looks},
		"GET /static/{name}":                   {"", c.static},
		"/":                                    {office.Anyone, c.nothing},
		uploadList:                             {office.RunCatalogue, c.keepCatalogue},
	}
}
