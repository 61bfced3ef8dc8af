# rooms

rooms = Rooms
room-talk = Talk
room-search = Search
room-help = Help
room-settings = Settings
whereto-here = Everything stays on this computer
whereto-here-model = Everything stays on this computer. { $model } answers here.
whereto-host = Your words go to { $host }
close = Close
undo = Undo
state-idle = here, no hurry
state-listening = listening to you
state-thinking = thinking
state-speaking = speaking

# talk

thread = Everything you two said
thread-empty = Nothing has been said yet. Begin wherever you like.
speaker-user = You
speaker-companion = { $name }
turn-said = { $who }, { $day }, { $time }
day-today = today, { $date }
day-yesterday = yesterday, { $date }
silence-days = { $n ->
    [one] one day later
   *[other] { $n } days later
}
silence-weeks = { $n ->
    [one] a week later
   *[other] { $n } weeks later
}
silence-months = { $n ->
    [one] a month later
   *[other] { $n } months later
}
silence-years = { $n ->
    [one] a year later
   *[other] { $n } years later
}
composer-label = What you want to say
composer-words = Say anything…
composer-send = Send
composer-stop = Stop the answer
composer-keeping = Keeping your words…
composer-kept-here = Your words were not kept yet. They are still here.
composer-try-again = Try again
turn-actions = What you can do with this
turn-copy = Copy
turn-copied = Copied
turn-retry = Ask again
turn-go-on = Let her go on
turn-edit = Edit and send again
turn-delete = Delete
turn-versions = { $n ->
    [one] One earlier version
   *[other] { $n } earlier versions
}
turn-sent = What was sent
turn-deleted = Deleted. In a few seconds it will be gone for good.
turn-going = Will be gone for good in a moment.
turn-stopped = You stopped it here.
turn-cut-off = It was cut off here.
turn-attempt = The new attempt didn't come whole. What was there stays; the attempt is kept among the versions.
turn-unanswered = Nothing has answered this yet.
turn-listener = Without a model: the Listener answered.
turn-by = { $model }
edit-label = Your words, to edit
edit-save = Send again
edit-cancel = Leave it as it was
code-copy = Copy the code
back-to-now = Back to now
new-words = New words below
answer-said = { $name }: { $text }
versions-title = Earlier versions
versions-none = No earlier version is kept.
version-by-model = { $when }, by { $model }
version-by-listener = { $when }, by the Listener
version-of-yours = { $when }, your words
sent-title = What was sent
sent-gone = What was sent for this answer isn't held any more. It is kept in memory only, for the last twenty answers of this run. If the Listener answered, nothing was sent at all.
sent-to = To { $model } at { $host }, { $when }
sent-size = About { $tokens } tokens of at most { $budget }, by an estimate.
sent-left-out = { $n ->
    [0] The whole conversation fitted.
    [one] One older turn did not fit and stayed here.
   *[other] { $n } older turns did not fit and stayed here.
}
role-system = Who she is
role-user = You
role-assistant = Her
keys-title = Keys
keys-writing = While you write
keys-turns = On something that was said
keys-anywhere = Anywhere
key-send = Send
key-newline = New line
key-stop = Stop the answer
key-edit-last = Edit your last words, when nothing is written
key-to-turns = Go to what was said
key-scroll = Scroll the talk
key-next = The one before or after
key-menu = Everything you can do with it
key-copy = Copy
key-retry = Ask again
key-edit = Edit, if it is your last
key-delete = Delete
key-to-composer = Back to writing
key-search = Search
key-now = Back to now
key-undo = Undo a deletion
key-keys = This list

# failures of a model, and what to do next

failure-auth = The key was not accepted.
failure-auth-next = Look at the key in Settings, under Models.
failure-quota = The account has no credit left.
failure-quota-next = Add credit at the provider, or choose another model in Settings.
failure-rate = The provider was asked too often.
failure-rate-next = Wait a minute, then ask again.
failure-unreachable = The model could not be reached.
failure-unreachable-next = Look at the network and at the address in Settings, then ask again.
failure-overloaded = The provider has too much to do right now.
failure-overloaded-next = Ask again in a little while.
failure-unknown_model = The provider has no model of this name.
failure-unknown_model-next = Choose another model in Settings.
failure-refused = The provider refused to answer this.
failure-refused-next = Say it in other words, or choose another model in Settings.
failure-context_too_long = This was longer than the model can read.
failure-context_too_long-next = Say it in fewer words, or set the model's true size in Settings.
failure-broken_stream = The connection broke in the middle.
failure-broken_stream-next = Ask again: what came so far stays until the new answer is whole.
failure-timeout = Nothing came for too long.
failure-timeout-next = Ask again, or look at whether the model is still running.
failure-unreadable = What came back was no answer that can be read.
failure-unreadable-next = Look at the address in Settings: it may not be a model's.
failure-settings = Open Settings

# search

search-title = Search everything ever said
search-label = Words to look for
search-words = A name, a place, a word…
search-empty = Type a word. Accents and capitals make no difference.
search-none = Nothing was found for “{ $query }”. Try another word, or part of one.
search-more = Show older ones
search-found = { $n ->
    [0] Nothing found
    [one] One moment found
   *[other] { $n } moments found
}
search-found-more = { $n } moments found so far
search-hint = Enter opens the moment, Esc goes back to the talk.

# errors, and what to do next

error-details = Details
error-disk_full = The disk is full: nothing more can be kept.
error-disk_full-next = Free some space, then try again. Your words are still where you wrote them.
error-read_only = The data folder can't be written to.
error-read_only-next = Look at the folder's permissions, then try again.
error-damaged = What is kept could not be read.
error-damaged-next = Close Samantha and open her again: she will offer a good copy.
error-newer = What is kept was written by a newer Samantha.
error-newer-next = Install the newer version, then open her again.
error-in_use = Another Samantha has this data folder open.
error-in_use-next = Close the other one, then try again.
error-gone = That isn't there any more.
error-not_now = That can't be done right now.
error-not_now-next = Wait until what is happening has ended, then try again.
error-bad_input = That can't be used as it is.
error-bad_input-next = Change it a little, then try again.
error-keyring_missing = This computer has no keyring that answers.
error-keyring_missing-next = Start one and try again, or keep the key for this run only.
error-keyring_locked = The keyring is locked.
error-keyring_locked-next = Unlock it and try again, or keep the key for this run only.
error-closing = She is closing.
error-closing-next = Open her again in a moment.
error-broken = Something went wrong here.
error-broken-next = Try again. If it happens again, close her and open her: every kept word is safe.
error-unknown_command = This window and the app behind it don't match.
error-unknown_command-next = Close Samantha and open her again.
error-bad_arguments = This window asked for something that can't be understood.
error-bad_arguments-next = Close Samantha and open her again.
