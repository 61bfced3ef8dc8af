# memory: what she remembers, in its room

memory-title = What I remember
memory-lead = What I understood of what you told me. Each thing stands on the words that prove it, and you can correct it, keep it to this computer, or have it forgotten.
memory-reading = Reading…
memory-failed = What I remember could not be read.
memory-again = Try again
memory-empty = Nothing yet. What you tell me about you and the people in your life will stand here, with the moment that proves it.
memory-views = What is shown
view-facts = Facts
view-themes = Themes
view-people = People
view-avoided = Not to bring up
memory-search-label = Words to look for in what I remember
memory-search-words = A name, a place, a word…
filter-about = About whom
filter-everybody = About everybody
filter-kind = Of which kind
filter-any-kind = Of every kind
filter-kind-count = { $kind } ({ $n })
filter-time = By time, and as it was
filter-from = It held from
filter-until = It held until
filter-past = Also what ended or was a mistake
filter-past-words = It stays to be seen as what I believed.
filter-then = What did you believe on…
filter-then-words = The room then stands as it was at the end of that day.
filter-all = Show everything
then-words = This is what I believed at the end of { $day }. What I learned later is left out.
then-back = Back to today
facts-count = { $n ->
    [0] nothing known
    [one] one thing
   *[other] { $count } things
}
facts-none-found = Nothing I remember matches “{ $query }”. Search looks through everything that was said.
facts-none-here = Nothing I remember fits that.
facts-none-then = I knew nothing yet on that day.
facts-none = Nothing holds now.
facts-more = Show more ({ $shown } of { $total })
themes-none = No theme yet. They come when something returns often enough.
themes-words = What comes back, or changed, as I see it. I may be wrong: each one is yours to correct.
kind-identity = who they are
kind-identity-yours = who you are
kind-relation = relation
kind-birthday = birthday
kind-place = place
kind-work = work
kind-study = studies
kind-like = likes
kind-dislike = dislikes
kind-health = health
kind-possession = belongings
kind-habit = habits
kind-plan = plans
kind-event = events
kind-thread = left open
kind-feeling = feelings
kind-belief = beliefs
kind-theme = themes
kind-other = other
about-user = You
about-someone = Someone
fact-sure = sure
fact-fairly-sure = fairly sure
fact-unsure = not sure
fact-heard-once = heard once
fact-figure = { $receipts ->
    [0] Confidence { $n }%, not from the talk.
    [one] Confidence { $n }%, by one moment.
   *[other] Confidence { $n }%, by { $receipts } moments.
}
fact-held = { $from } to { $until }
fact-since = since { $from }
fact-until = until { $until }
fact-pinned = pinned
fact-mark-private = private
state-of-ended = ended
state-of-doubted = in doubt
state-of-corrected = was a mistake
fact-title = Something I remember
fact-actions = What you can do about it
fact-how = How do I know?
made-by-rules = Understood from your words, { $day }.
made-by-model = Understood by the model of quiet work, { $day }.
made-by-person = You wrote it yourself, { $day }.
made-by-reflection = What I concluded from several moments, { $day }.
receipt-ends = says that it ended
receipt-corrects = says that it was a mistake
receipt-doubts = says otherwise
moment-gone = That moment is no longer here.
to-moment = Go to the moment
to-fact = See it among what I remember
fact-against = These can't both be true
fact-beliefs = What I believed and believe
fact-earlier = What I believed before
fact-later = What I believe instead
believed-since = Since { $from }
believed-between = { $from } to { $until }
fact-pin = Pin
fact-pin-words = I am always reminded of it.
fact-keep-private = Keep private
fact-keep-private-words = Never sent to a model away from this computer, nor the words it stands on.
fact-edit = Correct
fact-merge = Same as another…
fact-forget = Forget
fact-forget-words = It will be forgotten; after ten seconds nobody can bring it back. The words it stands on stay in the talk, where they can be deleted.
fact-forgotten = Forgotten. In a few seconds it is gone for good.
fact-forgotten-words = What was said stays in the talk.
fact-text = What is true
fact-kind = Kind
fact-of = About
held-from = It held from
held-until = It held until
edit-words = What stood here stays to be seen, as what I believed.
save = Save
add = Add something
add-title = Something to remember
add-words = By your own hand: it needs no moment that proves it.
add-yes = Remember it
merge-words = Choose what says the same. Its moments come over, and it stays to be seen as what I believed.
merge-search = Words to look for
merge-none = Nothing else is known here that fits.
merge-choose = Choose at least one
merge-yes = Make these { $n } one
doubts-title = I heard two things: which holds?
doubts-more = { $n ->
    [one] One more is in doubt.
   *[other] { $n } more are in doubt.
}
doubt-about = { $who } · { $kind }
doubt-said = heard { $day }
doubt-this = This
doubt-that = That
doubt-both = Both are true
doubt-holds = This holds: { $text }
people-none = Nobody yet. Whoever you tell me about will stand here.
people-words = The people you told me about, those you spoke of last first.
person-open = What I know of { $name }
person-last = last spoken of { $day }
person-name = Name
person-relation = Who they are to you
person-rename = Rename
person-rename-label = Rename { $name }
person-merge = Same as…
person-merge-label = { $name } is the same as someone else
person-same-as = { $name } is the same person as
person-merge-words = Everything known of both then stands under { $name }.
person-merge-yes = Make them one
person-forget = Forget
person-forget-label = Forget { $name }
person-forget-title = Forget { $name }?
person-forget-words = { $n ->
    [0] What I knew of them is forgotten, too. For ten seconds it can be undone, then nobody can.
    [one] The one thing I know of them is forgotten, too. For ten seconds it can be undone, then nobody can.
   *[other] All { $n } things I know of them are forgotten, too. For ten seconds it can be undone, then nobody can.
}
person-forget-stays = What you two said about them stays in the talk.
person-forgotten = { $name }: forgotten. In a few seconds it is gone for good.
avoided-words = I don't bring these up by myself. When you speak of them, I listen.
avoided-none = There is nothing I should leave alone.
avoided-label = What I shouldn't bring up
avoided-add = Add
avoided-since = since { $day }
avoided-allow = Allow again
avoided-allow-label = Allow again: { $words }
how-title = How I remember
how-rules = No model does the quiet work: I note only what your words plainly say.
how-choose = Choose one
how-words-only = I find what was said by its words. With a small model on this computer I would find it by what it means, too.
how-download-words = It is downloaded once, from { $host }; nothing you say leaves.
how-download = Download ({ $size })
how-download-unknown = Download
how-of = { $done } of { $total }
how-downloading = The model of meaning is on its way.
how-paused = The download of the model of meaning is paused. What came stays.
how-checking = Checking that the model came whole…
how-failed = The model of meaning could not be downloaded.
how-again = Download again
how-reading = I'm reading what was said, to find it by what it means. You can talk meanwhile.
how-reading-of = { $done } of { $total } things said
how-broken = The model of meaning can't be used, and I find what was said by its words alone. Removed, it can be downloaded anew.
how-starting = The model of meaning is here. It begins to read in a moment.
how-licence = Licence of { $name }:
how-ready = What was said is found by what it means, too, with { $name } ({ $size }) on this computer.
how-remove = Remove it
how-remove-title = Remove { $name }?
how-remove-words = { $size } on the disk become free, and what was said is found by its words alone. What I remember stays.
how-progress = How far it is
recalled-title = What this answer remembered
recalled-words = { $name } was given these before answering. She need not have used them all.
recalled-gone = What it was given is no longer here.
recalled-fact = What I know
recalled-because = Chosen because { $why }.
why-ties = a name or a telling word ties it to what you said
why-own = it has the same words
why-around = what was said around it has the same words
why-nearby = something close by fits
why-episode = that whole talk was about it
why-meaning = it means something alike
why-meaning_pair = with what was said before it, it means something alike
why-meaning_next = what was said after it means something alike
why-meaning_episode = that whole talk was about something alike
why-words = its words mean something alike
why-words_around = the words around it mean something alike
why-speaker = it was said by the one it is about
why-lead = it was said by the one it is about
why-date = it was said at that time
why-time = it says when
why-number = it says how many
why-name = it has a name
why-long = it tells a lot
why-answers = it answers a question
why-presence = it is often on your mind
why-pinned = you pinned it
why-fact = I know it, and it fits
why-other = it fits what was said
wish-label = What you asked me to do with my memory
wish-kept = Kept:
wish-avoided = I won't bring up { $words }.
wish-remember-undone = Taken back: this is not kept as something to remember.
wish-avoid-undone = Taken back: I may bring it up again.
wish-forget-undone = Nothing was forgotten.
wish-remember-nothing = There was nothing in it I could keep.
wish-avoid-nothing = I didn't understand what I shouldn't bring up.
wish-forget-nothing = I found nothing about “{ $words }” to forget.
wish-everything = Nothing was forgotten. One thing at a time can be deleted in the talk and in the memory room. All that was said, with its copies, is in the folder that the settings show under “Your data”: with the app closed, whoever deletes the folder deletes it all.
wish-kept-gone = What was kept of this is no longer there.
wish-forget = This is what I have about “{ $words }”. What is ticked would be forgotten:
wish-forget-warning = For ten seconds it can be undone. After that nobody can bring it back, not even from the copies.
wish-keep = Keep them
wish-forget-yes = { $n ->
    [0] Forget these
    [one] Forget this one
   *[other] Forget these { $n }
}
wish-forgetting = Forgotten: “{ $words }”. In a few seconds it is gone for good.
wish-forgotten = It is forgotten.
off-record-end-title = Let go of what was said?
off-record-end-words = { $n ->
    [one] What was said off the record vanishes now. Nobody can bring it back.
   *[other] The { $n } things said off the record vanish now. Nobody can bring them back.
}
off-record-end-yes = Let it go
