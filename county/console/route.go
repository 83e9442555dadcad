package console

import (
	"maps"
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
	for pattern, p := range c.every() {
		mux.Handle(pattern, c.handle(p, mostBytes(pattern)))
	}
}

// Patterns are the routes, as [http.ServeMux] takes them.
func (c *Console) Patterns() (list []string) {
	for pattern := range c.every() {
		list = append(list, pattern)
	}
	return list
}

// Pages that take more than a form.
const (
	uploadList  = "POST /catalogue"
	uploadOffer = "POST /publications/{stream}"
	putOffer    = "POST /publications/{stream}/publish"
	orderRating = "POST /ratings/{kiosk}/{id}/order"
	orderTicket = "POST /tickets/{kiosk}/{id}/order"
	actTicket   = "POST /tickets/{kiosk}/{id}/act" // with evidence
	actOrder    = "POST /orders/{number}/act"      // with photographs
	openOrder   = "POST /orders"                   // the same
	listIntakes = "POST /intakes/list"
	listClosed  = "POST /closures"
	listCentres = "POST /centres"
	listAssets  = "POST /centres/assets"
)

// mostBytes is the longest body that a route reads.
func mostBytes(pattern string) int64 {
	switch pattern {
	case uploadList, uploadOffer, putOffer, listIntakes, listClosed, listCentres, listAssets:
		return maxListBytes
	case orderRating, orderTicket, actTicket, actOrder, openOrder:
		return maxOrderBytes
	case verifyFile:
		return maxVerifyBytes
	}
	return maxFormBytes
}

// every is all routes.
func (c *Console) every() map[string]page {
	all := c.pages()
	maps.Copy(all, c.hall())
	maps.Copy(all, c.parts())
	maps.Copy(all, c.counted())
	maps.Copy(all, c.doors())
	maps.Copy(all, c.intaken())
	maps.Copy(all, c.centred())
	maps.Copy(all, c.registered())
	return all
}

// doors are the pages to come in and to leave, and the one that is open to anybody.
func (c *Console) doors() map[string]page {
	return map[string]page{
		"GET /sign-in":           {"", c.signInPage},
		"POST /sign-in":          {"", c.signIn},
		"GET /sign-in/elsewhere": {"", c.signInElsewhere},
		"GET /sign-in/back":      {"", c.signInBack},
		"GET /set-up":            {"", c.setUpPage},
		"POST /set-up":           {"", c.setUp},
		"POST /sign-out":         {office.Anyone, c.signOut},
		"GET " + verifyPath:      {"", c.verify},
		verifyFile:               {"", c.verifyUpload},
	}
}

// hall are the pages about what happens in the centres.
func (c *Console) hall() map[string]page {
	return map[string]page{
		"GET /bookings":                                  {office.SeeCases, c.bookings},
		"GET /bookings/{kiosk}/{id}":                     {office.SeeCases, c.booking},
		"POST /bookings/{kiosk}/{id}/act":                {office.SeeCases, c.bookingAct},
		"POST /bookings/{kiosk}/{id}/look":               {office.SeePerson, c.bookingLook},
		"POST /ratings/{kiosk}/{id}/look":                {office.SeePerson, c.ratingLook},
		"GET /ratings/{kiosk}/{id}/voice":                {office.SeePerson, c.ratingVoice},
		"GET /cases/{kiosk}/{id}/letters/{kind}":         {office.SeeCases, c.letter},
		"GET /tickets/{kiosk}/{id}/files/{file}":         {office.SeePerson, c.ticketFile},
		"GET /tickets/{kiosk}/{id}/replies/{act}/{file}": {office.SeePerson, c.replyFile},
		"GET /slots":                          {office.SeeHours, c.slots},
		"POST /slots/{slot}":                  {office.RunHours, c.changeSlot},
		"GET /warnings":                       {office.SeeCases, c.warnings},
		"POST /warnings":                      {office.SeeCases, c.warn},
		"GET /extensions":                     {office.SeeHours, c.extensions},
		"POST /extensions":                    {office.RunHours, c.extend},
		"GET /make-ups":                       {office.SeeCases, c.makeUps},
		"GET /priorities":                     {office.SeeCases, c.priorities},
		"GET /licences":                       {office.SeeCases, c.licences},
		"GET /measures":                       {office.SeeMeasures, c.measures},
		"POST /measures":                      {office.RunMeasures, c.measure},
		"GET /bulletins":                      {office.RunMeasures, c.bulletins},
		"POST /bulletins":                     {office.RunMeasures, c.keepDraft},
		"GET /training":                       {office.SeeTraining, c.training},
		"POST /training":                      {office.RunTraining, c.train},
		"GET /city":                           {office.RunCity, c.city},
		"POST /city/retry":                    {office.RunCity, c.retryCity},
		"GET /misses":                         {office.RunCatalogue, c.misses},
		"POST /misses":                        {office.RunCatalogue, c.reviewMiss},
		"GET /sites":                          {office.SeeInspections, c.sites},
		"GET /publications":                   {office.RunCatalogue, c.publications},
		uploadOffer:                           {office.RunCatalogue, c.offer},
		putOffer:                              {office.RunCatalogue, c.putOffer},
		"POST /proposals/{kiosk}/{id}/{rule}": {office.SeeInspections, c.decideProposal},
		"GET /orders":                         {office.SeeOrders, c.allOrders},
		openOrder:                             {office.SeeOrders, c.openOrder},
	}
}

func (c *Console) pages() map[string]page {
	return map[string]page{
		"GET /{$}":                                {office.Anyone, c.dashboard},
		"GET /cases.xlsx":                         {office.SeeCases, c.casesSheet},
		"GET /cases.csv":                          {office.SeeCases, c.casesSheet},
		"GET /cases":                              {office.SeeCases, c.cases},
		"GET /cases/{kiosk}/{id}":                 {office.SeeCases, c.oneCase},
		"POST /cases/{kiosk}/{id}/act":            {office.SeeCases, c.act},
		"POST /cases/{kiosk}/{id}/look":           {office.SeePerson, c.look},
		"GET /cases/{kiosk}/{id}/files/{file}":    {office.SeePerson, c.file},
		"GET /tickets":                            {office.SeeCases, c.tickets},
		"GET /tickets/{kiosk}/{id}":               {office.SeeCases, c.ticket},
		actTicket:                                 {office.SeeCases, c.ticketAct},
		"POST /tickets/{kiosk}/{id}/look":         {office.SeePerson, c.ticketLook},
		"GET /ratings":                            {office.SeeRatings, c.ratings},
		"GET /ratings/{kiosk}/{id}":               {office.SeeRatings, c.ratingCase},
		"POST /ratings/{kiosk}/{id}/act":          {office.SeeRatings, c.ratingAct},
		orderRating:                               {office.SeeRatings, c.ratingOrder},
		orderTicket:                               {office.SeeCases, c.ticketOrder},
		"GET /inspections":                        {office.SeeInspections, c.inspections},
		"GET /orders/{number}":                    {office.SeeOrders, c.order},
		actOrder:                                  {office.SeeOrders, c.orderAct},
		"GET /orders/{number}/files/{act}/{file}": {office.SeeOrders, c.orderFile},
		"GET /kiosks":                             {office.SeeKiosks, c.kiosks},
		"POST /kiosks/enrol":                      {office.RunKiosks, c.enrolKiosk},
		"GET /kiosks/{kiosk}":                     {office.SeeKiosks, c.oneKiosk},
		"POST /kiosks/{kiosk}/act":                {office.RunKiosks, c.kioskAct},
		"GET /catalogue":                          {office.RunCatalogue, c.catalogue},
		"GET /catalogue/{version}":                {office.RunCatalogue, c.edition},
		"POST /catalogue/{version}/plan":          {office.RunCatalogue, c.planCatalogue},
		"POST /catalogue/drop":                    {office.RunCatalogue, c.dropPlan},
		"GET /looks":                              {office.SeeLooks, c.looks},
		"GET /lists/{list}":                       {office.Anyone, c.register}, // each has its own right
		"GET /lists/{list}/export":                {office.Anyone, c.exportRegister},
		"GET /static/{name}":                      {"", c.static},
		"/":                                       {office.Anyone, c.nothing},
		uploadList:                                {office.RunCatalogue, c.keepCatalogue},
	}
}
