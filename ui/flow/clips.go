package flow

// ClipKeys are the message keys of all phrases that 朗读 says in the same words
// every time, in order: what a voice pack records. What varies, as the names of
// items, questions of the catalogue and counts, is said by the machine's own voice.
func ClipKeys() []string {
	return []string{
		"accepted.head", "accepted.head.book-window", "accepted.head.booking", "accepted.head.ticket", "accepted.next", "accepted.state", "accepted.state.book-home", "accepted.state.book-longer", "accepted.state.book-window", "accepted.state.ticket", "accepted.title", "board.none", "board.title", "booking.head", "booking.home",
		"booking.home.note", "booking.matter.open", "booking.matter.own", "booking.title", "booking.window", "booking.window.none", "booking.window.none.item", "booking.window.note", "browse.department", "browse.none", "browse.theme", "call.again", "call.close", "call.head",
		"call.kept", "call.rang", "call.ringing", "call.silent", "confirm.delivery", "confirm.delivery.express", "confirm.delivery.pickup",
		"confirm.delivery.village", "confirm.title", "confirm.title.booking", "confirm.title.ticket", "confirm.true", "confirm.true.booking", "confirm.true.ticket", "devices.note", "devices.title", "exit.head", "exit.note",
		"follow.collect.done", "follow.collect.head", "follow.collect.note", "follow.collect.sign.head",
		"follow.give_back.done", "follow.give_back.head", "follow.give_back.note", "follow.make_up.done", "follow.make_up.head", "follow.make_up.note",
		"follow.move.done", "follow.move.head", "follow.move.none", "follow.move.note", "follow.supplement.done", "follow.supplement.head",
		"follow.supplement.note", "follow.survey.done", "follow.survey.head", "follow.survey.note", "follow.survey.pleased", "follow.survey.pleased.no",
		"follow.survey.pleased.yes", "follow.survey.solved", "follow.survey.solved.no", "follow.survey.solved.yes", "follow.title", "follow.withdraw.done",
		"follow.withdraw.head", "follow.withdraw.note", "form.correct",
		"form.optional", "form.photo.how", "form.photo.none", "form.title", "form.town", "form.village", "guide.basis", "guide.bring.none", "guide.bring.none.note", "guide.may_follow", "guide.no_deadline",
		"guide.no_deadline.instant", "guide.no_deadline.legal", "guide.online", "guide.online.here", "guide.online.scan",
		"guide.received", "guide.sometimes", "guide.title", "guide.unregistered", "home.apply", "home.apply.note", "home.booking", "home.booking.note",
		"home.hotline", "home.hotline.note", "home.kind", "home.progress", "home.progress.note", "home.rating", "home.rating.note", "home.unregistered",
		"home.wait.code", "home.wait.code.note", "hotline.danger", "hotline.doors", "hotline.head", "hotline.title", "idle.head", "idle.leave",
		"idle.note", "idle.stay", "leave.copy", "leave.done", "leave.head", "leave.how", "leave.how.1", "leave.how.1.note", "leave.how.2",
		"leave.how.2.note", "leave.how.3", "leave.how.3.note", "leave.not", "leave.not.text", "leave.title", "leave.what", "leave.what.text", "leave.who",
		"leave.who.text", "letters.note", "letters.title", "line.full", "materials.chip.sometimes", "materials.head.done", "materials.head.none",
		"materials.later", "materials.licence", "materials.licence.note", "materials.none.note", "materials.note", "materials.note.photo", "materials.title", "materials.title.ticket", "notice.full.child",
		"notice.full.child.text", "notice.full.head", "notice.full.how", "notice.full.how.text", "notice.full.keep", "notice.full.keep.text",
		"notice.full.right", "notice.full.right.text", "notice.full.right.text.ticket", "notice.full.sensitive", "notice.full.sensitive.text", "notice.full.who", "notice.full.why",
		"notice.head", "notice.keep", "notice.keep.text", "notice.right", "notice.right.text", "notice.right.text.booking", "notice.right.text.ticket", "notice.title", "notice.what", "notice.what.text", "notice.what.text.booking", "notice.what.text.ticket",
		"notice.who", "notice.who.text", "notice.who.text.booking", "notice.who.text.ticket", "notice.why", "notice.why.text", "photo.blurred", "photo.cut", "photo.how", "photo.pages.note", "photo.sharp", "photo.title", "photo.title.ticket", "precheck.title",
		"progress.head", "progress.make_up.later", "progress.make_up.note", "progress.missing.note", "progress.note", "progress.supplement.note", "progress.title", "promise.head", "promise.title", "rating.good",
		"rating.good.note", "rating.grade.1", "rating.grade.2", "rating.grade.3", "rating.grade.4", "rating.grade.5", "rating.head", "rating.poor",
		"rating.poor.note", "rating.sent", "rating.sent.note", "rating.title", "request.photos.head", "request.photos.note", "request.photos.others",
		"resume.code.ask", "resume.code.note", "resume.number.ask", "resume.number.crash", "resume.number.note", "resume.phone.ask", "resume.phone.note",
		"resume.title", "search.none.note", "search.title", "tolerance.head", "tolerance.title", "voice.choices", "voice.next.accepted",
		"voice.next.board", "voice.next.board.read", "voice.next.booking", "voice.next.browse", "voice.next.browse.items",
		"voice.next.follow.collect", "voice.next.follow.collect.sign", "voice.next.follow.done", "voice.next.follow.give_back", "voice.next.follow.make_up", "voice.next.follow.move", "voice.next.follow.supplement", "voice.next.follow.survey",
		"voice.next.follow.withdraw",
		"voice.next.form.choose", "voice.next.form.digits", "voice.next.form.photo", "voice.next.form.photo.required",
		"voice.next.form.photo.there", "voice.next.form.write",
		"voice.next.guide", "voice.next.home", "voice.next.hotline", "voice.next.hotline.doors", "voice.next.leave", "voice.next.leave.gone",
		"voice.next.materials", "voice.next.notice", "voice.next.photo", "voice.next.photo.pages", "voice.next.photo.taken", "voice.next.photo.trouble", "voice.next.precheck",
		"voice.next.precheck.follow", "voice.next.progress", "voice.next.progress.found", "voice.next.rating.done", "voice.next.rating.grade",
		"voice.next.rating.reason", "voice.next.rating.send", "voice.next.resume", "voice.next.resume.over", "voice.next.search", "voice.next.search.ways", "voice.next.sign",
		"voice.next.submit", "voice.next.undertaking", "voice.own",
	}
}
