# rooms

rooms = Rooms
room-talk = Talk
room-search = Search
room-memory = Memory
room-models = Models
room-help = Help
room-settings = Settings
whereto-here = Everything stays on this computer
whereto-here-model = Everything stays on this computer. { $model } answers here.
whereto-host = Your words go to { $host }
whereto-here-mostly = Answers are made on this computer
whereto-also-quiet = Quiet work: words go to { $host }
whereto-also-seeing = With pictures: words go to { $host }
whereto-also-fallback = When it fails: words go to { $host }
off-record = Off the record
ledger-open = See what left this computer
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
picture-choose = Show a picture
picture-preparing = Making the picture ready…
picture-drop-here = Let go to show it here…
picture-alone = Picture you showed
picture-among = Picture { $n } of { $all }
picture-open = { $label }, open it
picture-drop = { $label }, take it off
pictures-of-draft = Pictures beside your words
pictures-go = { $n ->
    [one] This picture goes to { $host } ({ $model })
   *[other] These pictures go to { $host } ({ $model })
}
pictures-stay = { $n ->
    [one] This picture stays on this computer ({ $model })
   *[other] These pictures stay on this computer ({ $model })
}
pictures-unseen = { $n ->
    [one] No model that sees is connected: the picture stays here, and { $name } can't see it.
   *[other] No model that sees is connected: the pictures stay here, and { $name } can't see them.
}
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
turn-recalled = { $n ->
    [one] one memory
   *[other] { $n } memories
}
turn-off-record = { $said }, off the record
turn-deleted = Deleted. In a few seconds it will be gone for good.
turn-going = Will be gone for good in a moment.
turn-stopped = You stopped it here.
turn-cut-off = It was cut off here.
turn-attempt = The new attempt didn't come whole. What was there stays; the attempt is kept among the versions.
turn-unanswered = Nothing has answered this yet.
turn-listener = Without a model: the Listener answered.
turn-stood-in = { $model } answered instead.
the-listener = the Listener
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
sent-pictures = { $n ->
    [one] With one picture
   *[other] With { $n } pictures
}
role-system = Who she is
role-user = You
role-assistant = Her
off-record-begin = Go off the record: nothing is kept from here on
off-record-end = Back on the record
off-record-words = Off the record: nothing is kept.
off-record-goes = What you say still goes to { $host } while you talk.
off-record-goes-instead = It stays on this computer, unless the model here fails: then it goes to { $host }.
off-record-stays = What you say does not leave this computer, and is not kept here either.
off-record-composer = Off the record…
off-record-pictures = Pictures wait until you are back on the record: making them ready would keep them.
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
key-recalled = What the answer remembered
key-delete = Delete
key-to-composer = Back to writing
key-memory = What she remembers
key-off-record = Off the record, and back
key-search = Search
key-now = Back to now
key-undo = Undo a deletion, or what you just asked of her memory
key-keys = This list

# failures of a model, and what to do next

failure-auth = The key was not accepted.
failure-auth-next = Look at the key under Models.
failure-quota = The account has no credit left.
failure-quota-next = Add credit at the provider, or choose another model.
failure-rate = The provider was asked too often.
failure-rate-next = Wait a minute, then ask again.
failure-unreachable = The model could not be reached.
failure-unreachable-next = Look at the network and at the address under Models, then ask again.
failure-overloaded = The provider has too much to do right now.
failure-overloaded-next = Ask again in a little while.
failure-unknown_model = The provider has no model of this name.
failure-unknown_model-next = Choose another one under Models.
failure-refused = The provider refused to answer this.
failure-refused-next = Say it in other words, or choose another model.
failure-context_too_long = This was longer than the model can read.
failure-context_too_long-next = Say it in fewer words, or set the model's true size under Models.
failure-broken_stream = The connection broke in the middle.
failure-broken_stream-next = Ask again: what came so far stays until the new answer is whole.
failure-timeout = Nothing came for too long.
failure-timeout-next = Ask again, or look at whether the model is still running.
failure-unreadable = What came back was no answer that can be read.
failure-unreadable-next = Look at the address under Models: it may not be a model's.
failure-limit = The month's limit is reached: nothing was sent.
failure-limit-next = Raise the limit in the ledger, or choose a model on this computer.
failure-worker_died = The model on this computer stopped in the middle.
failure-worker_died-next = Ask again: it is started anew.
failure-bad_file = The model's file can't be used.
failure-bad_file-next = Download it again, or choose another model.
failure-no_memory = There isn't enough memory for this model.
failure-no_memory-next = Close other programs, or choose a smaller model.
failure-length = The answer came to the longest an answer may be.
failure-length-next = What came stays. Let her go on, if you like.
failure-no_engine = This computer can't run model files: the program for it is missing, or the processor isn't able to.
failure-no_engine-next = Install Samantha again, or choose a model that isn't a file, under Models.
failure-no_key = The key could not be asked for: the keyring is locked or missing. Nothing was sent.
failure-no_key-next = Unlock the keyring and ask again, or give the key for this run only, under Models.
failure-settings = Open Settings
failure-ledger = Look at the limit
failure-models = Open the models

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
error-disk_full-next = Free some space, then try again.
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
error-not_a_picture = This is not a picture that can be read here.
error-not_a_picture-next = PNG, JPEG, GIF, WebP and BMP can be; another program can save it as one of them.
error-picture_too_large = This picture is too large.
error-picture_too_large-next = Up to 40 MB and 64 million pixels can be read; another program can make it smaller.
error-too_many_pictures = There are eight pictures here already.
error-too_many_pictures-next = Send these first, or take one off.
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

# help

help-title = People who will listen
help-lead = What you said matters, and it deserves a person at the other end. These lines are there for it:
help-intro = You don't have to be at the edge to call. Whoever answers is there to talk, without judging and without hurry.
help-honest = I am an AI: I listen, but I can't call for you or alert anyone. These people can help.
help-country = Country
help-country-system = This computer's
help-other-country = I'm in another country
help-none = There is no line noted for this country yet.
help-call = Call
help-text = Text
help-chat = Chat online
help-also = Also
help-free = free
help-always = day and night, every day
help-emergency = In danger now? Emergency:
help-elsewhere = Anywhere in the world:
help-opens-browser = (opens in the browser)

# welcome

welcome-title = Hello. I'm Samantha.
welcome-ai = I'm an artificial intelligence. I'm not a person, and I won't pretend to be one.
welcome-stays = What you tell me stays on this computer.
welcome-folder = In the folder
welcome-leaves = Nothing leaves it, unless you choose a model from somewhere else to help me answer. Then your words go to it, and that is always in sight.
welcome-begin = Let's talk

# settings

cancel = Cancel
language = Language
language-ptBr = Português
language-en = English
theme = Appearance
theme-light = Light
theme-dark = Dark
as-the-system = System
settings-title = Settings
settings-general = General
settings-notify = Tell me when an answer is ready
settings-notify-words = Only while the window is out of sight. The notice never shows what was said.
settings-country = Country of the help lines
model-title = Model
model-now-listener = No model answers now: the Listener does.
model-now-here = { $model } answers, on this computer.
model-now-host = { $model } answers, at { $host }.
model-open = Open the models
settings-version = Samantha { $version }

# models

models-title = What { $name } thinks with
now-listener = No model, for now: the Listener answers.
now-provider = via { $provider }
now-where-listener = The Listener comes with Samantha. Everything stays on this computer.
now-where-here = It runs on this computer. Nothing you say leaves it.
now-where-host = Your words go to { $host }.
now-same = Whoever thinks, who she is and what she remembers stay here and stay the same.
listener = The Listener
listener-words = Comes with Samantha and needs no model. It listens and answers simply.
nobody = Nobody
here-title = On this computer
here-words = Nothing you say leaves it.
machine = This computer has { $memory } of memory and { $free } free on its disk.
machine-memory = This computer has { $memory } of memory.
found-title = Programs on this computer
away-title = Away
away-words = Models in other places understand more, and your words go to them. What they cost is between you and them: Samantha takes no part in it.
connect-title = Connect with a key
connect-name = Connect { $name }
connect-trains = may train on your words
connect-no-training = says it doesn't train on your words
connect-keeps = keeps them { $n ->
    [one] one day
   *[other] { $n } days
}
connect-keeps-nothing = says it keeps nothing
connect-trains-unknown = doesn't rule out training on your words
model-answers = Answers now
model-use = Use
model-use-label = Use { $name }
model-try = Try it
model-try-short = Try
model-try-label = Try { $name }
model-look = Look again
model-looking = Looking…
model-looking-words = Looking for Ollama, LM Studio and others on this computer…
model-found-none = No program with models answers. If you have Ollama or LM Studio, open it and look again.
model-found-empty = { $name } is open, but has no model yet. Download one there and look again.
model-new = Another address
model-form = Connect a model
model-edit = Edit
model-remove = Remove
model-remove-title = Remove { $name }?
model-remove-words = The address and the key are deleted, and that can't be undone: to use it again, it has to be connected again, with its key. The conversation stays as it is.
model-test = Test the connection
model-testing = Waiting for a first word…
model-works = It works. The first word came after { $time }.
model-list = Show models
model-listing = Asking…
model-list-empty = This address answered, but has no models.
model-save = Save
model-save-use = Save and use
model-saving = Saving…
card-here = { $name }, on this computer
card-away = { $name }, at { $host }
fact-good = Good at
fact-can = Abilities
fact-cost = Costs
fact-private = Your words
fact-memory = Memory
fact-licence = Licence
good-portuguese = Portuguese
good-conversation = conversation
good-reasoning = thinking things through
good-fast = quick answers
good-seeing = seeing pictures
good-quiet = quiet work
good-cheap = costing little
can-see = sees pictures
cannot-see = doesn't see pictures
can-look-up = looks things up for you
cannot-look-up = doesn't look things up
can-read = reads about { $words } words at once
cost-nothing = nothing
cost-unknown = not known
cost-cent = less than a cent for a long evening
cost-evening = about { $cost } for a long evening ({ $answers } answers)
dollars = US$ { $n }
privacy-here = stay on this computer, and it costs nothing
privacy-host = go to { $host }.
privacy-trains = They may be used for training.
privacy-no-training = It says it doesn't train on them.
privacy-trains-unknown = Training on them isn't ruled out.
privacy-keeps = It keeps them { $n ->
    [one] one day.
   *[other] { $n } days.
}
privacy-keeps-nothing = It says it keeps nothing.
privacy-page = What it says itself
memory-needs = needs about { $need }
memory-easily = needs about { $need }: fits easily in this computer's { $memory }
memory-tight = needs about { $need }: tight in this computer's { $memory }
memory-too-large = needs about { $need }: too large for this computer's { $memory }
sources = Looked up here:
sources-fold = Where this is from
source-day = on { $day }
source-notes = Noted with it:
file-own = Your own file, { $size }
file-here = On this computer, { $size }
file-offered = To download: { $size }
file-no-room = To download: { $size }, but only { $free } are free on the disk
file-offered-unknown = To download
files-more = { $n ->
    [one] One more that runs here
   *[other] { $n } more that run here
}
files-too-large = { $n ->
    [one] One is too large for this computer
   *[other] { $n } are too large for this computer
}
file-download = Download
file-download-label = Download { $name }
file-pause = Pause
file-pause-label = Pause the download of { $name }
file-go-on = Go on
file-go-on-label = Go on downloading { $name }
file-again = Download again
file-again-label = Download { $name } again
file-cancel = Cancel
file-cancel-title = Cancel { $name }?
file-remove = Remove
file-remove-title = Remove { $name }?
file-remove-words = { $size } become free on the disk. It can be downloaded again at any time.
file-talks = { $name } answers right now.
file-talks-next = Let another one answer first, then remove it.
file-take-off = Take off the list
file-take-off-title = Take { $name } off the list?
file-take-off-words = The file itself ({ $size }) stays where it is.
file-progress = Download of { $name }
file-of = { $done } of { $total } ({ $percent }%)
file-rate = { $size } a second
file-paused = paused; what came stays, also after closing
file-checking = All of it is here. Checking that every byte is right: { $percent }%
left-seconds = about { $n } seconds left
left-minutes = { $n ->
    [one] about a minute left
   *[other] about { $n } minutes left
}
left-hours = { $n ->
    [one] about an hour left
   *[other] about { $n } hours left
}
file-more = Packing, checksum, sources
file-size = Size
file-parameters = { $n } billion parameters
file-quantisation = Packed as
file-sum = Checksum
file-path = File
pinned-catalogue = known beforehand, with the sources below; the download must match it
pinned-host = given by the host at the first download, and held since
pinned-file = reckoned from your file when you added it
pinned-nowhere = None is known beforehand: the host's is taken at the download, shown here and held from then on.
own-file = A file of my own
own-file-words = Any model file in the GGUF format. It stays where it is.
own-file-trying = Trying the file…
own-file-probe = Loading { $path } once, in a program of its own, to see whether it runs here…
mirror-fold = Download from another address
mirror-usual = Files come from { $host }.
mirror-other = Files come from { $address }.
mirror-address = Address
mirror-words = For a network where the usual one can't be reached. The checksums stay the same, so a file from elsewhere must be the same file.
mirror-unreadable = This isn't a whole address yet, such as https://example.com.
mirror-unprotected = Use https; http is only for this computer.
mirror-save = Use this address
mirror-back = Back to { $host }
shelf-unreachable = The place the file comes from can't be reached, or the connection broke.
shelf-unreachable-next = What came stays. Look at the network and go on, or set another address below.
shelf-not_there = The file isn't there, or the host wants a login.
shelf-not_there-next = Look at the address files come from, or choose another model.
shelf-wrong_sum = What came is not the file it should be: the checksum differs. It was removed.
shelf-wrong_sum-next = Download it again. If it happens again, set another address below.
shelf-disk_full = The disk has no room for it.
shelf-disk_full-next = Free some space and go on, or choose a smaller model.
shelf-disk = The file can't be written or read here.
shelf-disk-next = Look at the permissions of the data folder, then try again.
shelf-no_model = This file is no model that runs here, or it is damaged.
shelf-no_model-next = Choose another file, in the GGUF format.
shelf-no_engine = This computer can't run model files: the program for it is missing, or the processor isn't able to.
shelf-no_engine-next = Install Samantha again, or choose a model that isn't a file.
shelf-not_now = She answers with this model, so its file stays.
shelf-not_now-next = Choose another model to answer first, then remove it.
shelf-unknown = This model isn't known any more.
shelf-unknown-next = Close this room and open it again.
roles-title = Who does what
roles-words = One model can do everything. If you like, another one does a part of it.
role-of-talk = Talking
role-of-talk-words = Answers you.
role-of-talk-nobody = Everything stays on this computer.
role-of-quiet = Quiet work
role-of-quiet-words = After a talk, notes what is worth remembering. For that it reads what you both said.
role-of-quiet-nobody = Nobody does it now, and nothing is sent for it.
role-of-seeing = Seeing pictures
role-of-seeing-words = Answers when you show a picture and the one who talks can't see.
role-of-seeing-nobody = Then she says that she can't see it.
role-of-fallback = Standing in
role-of-fallback-words = Answers when the one who talks can't.
role-of-fallback-nobody = Then the Listener does, and says so.
role-here = It stays on this computer.
role-leaves-talk = Your words go to { $host }.
role-leaves-quiet = Quiet work sends words, too: to { $host }.
role-leaves-seeing = Your pictures, and the words beside them, go to { $host }.
role-leaves-fallback = When it stands in, your words go to { $host }.
role-ask = Let words go to { $host }?
role-ask-quiet = For quiet work { $model } reads what you both said. Those words would leave this computer, for { $host }.
role-ask-seeing = When you show a picture and the one who talks can't see, it goes to { $host } with the words beside it and the last part of what you both said. { $model } answers then.
role-ask-fallback = When the one who talks can't answer, { $model } does: then your words go to { $host }, and with them the last part of what you both said.
role-ask-yes = Let them go there
role-option-here = { $model }, on this computer
role-option-away = { $model }, at { $host }
announce-title = Another one to talk with?
announce-title-edit = Change how it answers?
announce-from = now
announce-to = from now on
announce-here = Everything you say stays on this computer.
announce-here-mostly = Answers are made on this computer.
announce-host = Your words go to { $host }.
announce-differs = What may feel different
announce-same = What I remember and who I am stay the same.
announce-can-go-back = You can go back with one click.
announce-key-goes = The key kept for { $host } is deleted with this. Going back doesn't bring it back: it would have to be given again.
announce-key-replaced = The key you typed takes the place of the one that is kept. Going back doesn't bring that one back.
announce-key-again = The key from then is gone. Give it again under Edit.
announce-stay = Stay
announce-change = Change
announce-changed = From here on: { $name }.
announce-back = Back to { $name }
announce-back-as-it-was = Back to how it was
side-here = on this computer
side-cost = costs: { $cost }
differs-leaves = From now on your words leave this computer: they go to { $host }, and with them the last part of what we said, so that it can follow.
differs-stays = From now on your words stay on this computer. They no longer go to { $from }.
differs-stays-answers = From now on answers are made on this computer, no longer at { $from }.
differs-other_host = Your words no longer go to { $from }. They go to { $host }, and with them the last part of what we said.
differs-other_address = It is asked at another address now: { $address }.
differs-manner = Another model, another way of speaking. The voice you know may sound a little different at first.
differs-listener = Without a model I listen and answer simply. I understand less, and I won't pretend otherwise.
differs-smaller = It is a good deal smaller: simpler answers, and more things misunderstood.
differs-larger = It is a good deal larger: it understands more, and may take longer.
differs-reads_less = It reads less at once. In a long talk I may lose the beginning sooner.
differs-reads_more = It reads more at once. In a long talk I keep more of it in view.
differs-blind = It can't see pictures.
differs-sees = It can see pictures.
differs-no_tools = It can't look things up: not the clock, not my memories by itself.
differs-tools = It can look things up: the clock, my memories.
differs-costs = It costs money, by what is said.
differs-free = It costs nothing.
differs-cheaper = It costs less.
differs-dearer = It costs more.
differs-trains = Its provider may train on what you say. Think of that before you tell something private.
differs-slower_first = The first word may take longer, above all the first time.
differs-portuguese_weak = Its Portuguese is weaker than its English.
differs-speaks = From now on it is spoken to in another way: { $family }. If it doesn't understand that, it can't answer.
from-here-on = from here on: { $name }
waiting-loading = loading the model…
waiting-checking = comparing the file with its checksum…
waiting-onProcessor = The graphics card couldn't load it; the processor does. That is slower.
waiting-reading = reading
percent = { $n }%
waiting-again = trying again
waiting-again-seconds = in { $n } s
tool-clock = looking at the clock…
tool-search_memory = looking through what you two said…
tool-what_left = looking at what left this computer…
tool-other = looking something up…
profile-address = Address
profile-family = It speaks like
family-openAi = OpenAI (most do)
family-anthropic = Anthropic
family-gemini = Gemini
family-ollama = Ollama
profile-key = Key
profile-key-kept = Kept. Type only to replace it.
profile-key-words = It goes to this computer's keyring and nowhere else. It isn't shown again. Leave it empty if none is needed.
profile-key-page = Make a key at { $name }
profile-model = Model
profile-more = Name, context, price
profile-name = Name
profile-context = Context size, in tokens
profile-context-words = All of this is optional. What you leave empty follows what is known of the model.
profile-context-wrong = Write a number from 512 up, or leave it empty.
profile-sees = Sees pictures
profile-tools = Can be given tools
profile-priceOut = US$ a million tokens sent
profile-priceBack = US$ a million tokens answered
profile-price-words = The price is only for reckoning what it costs you.
profile-price-wrong = Write both prices as numbers, or leave both empty.
ability-known = as known
ability-yes = yes
ability-no = no
goes-empty = Your provider's address, or that of a program on this computer.
goes-unreadable = This isn't a whole address yet, such as https://example.com/v1. The key goes in its own field.
goes-unprotected = Over http anyone on the way could read your words. Use https; http is only for this computer.
goes-here = Everything stays on this computer ({ $host }).
goes-away = Once it is used, your words go to { $host }
kept-none = No key
kept-keyring = Key kept in the keyring
kept-session = Key kept until she closes
kept-locked = The keyring is locked, and the key is inside it.
kept-locked-next = Unlock the keyring and try again.
kept-missing = The keyring doesn't answer, and the key is inside it.
kept-missing-next = Start a keyring (on Linux: GNOME's or KWallet) and try again.
kept-remove = Delete the key
kept-retry = Try again
kept-give-again = Give the key again
keep-locked = The keyring is locked.
keep-locked-words = The key isn't kept yet. Unlock the keyring and try again, or keep the key in memory only: it is gone when Samantha closes.
keep-locked-retry = I unlocked it, try again
keep-missing = This computer has no keyring that answers.
keep-missing-words = The key isn't kept yet, and it won't go into any file. Start a keyring and try again, or keep the key in memory only: it is gone when Samantha closes.
keep-missing-retry = Try again
keep-session = Only until she closes
try-auth = Check that the key was pasted whole.
try-quota = Add credit at the provider or choose another.
try-rate = Wait a minute and test again.
try-unreachable = Check the address and the network, and whether the program is open.
try-overloaded = Test again in a little while.
try-unknown_model = Show the models and choose one of the list.
try-refused = Choose another model.
try-context_too_long = Choose a model that reads more.
try-broken_stream = Test again.
try-timeout = See whether the model is running and test again.
try-unreadable = Perhaps /v1 is missing at the end of the address.
try-limit = Raise the monthly limit in the ledger and test again.
try-worker_died = Test again: it is started anew.
try-bad_file = Download the file again, or choose another model.
try-no_memory = Close other programs, or choose a smaller model.
try-length = Test again, or choose another model.
try-no_engine = Install Samantha again, or choose a model that isn't a file.
try-no_key = Unlock the keyring and test again, or give the key again for this run only.

# ledger: who she has been talking to

ledger-title = Who have you been talking to?
ledger-lead = Every request over the network is written here before it leaves. The lines hold no words: only when, where to, which model, what for, and how much.
ledger-part-words = Every request that left this computer, with its host, model, size and cost. The lines hold no words.
ledger-reading = Reading…
ledger-failed = The ledger could not be read.
ledger-again = Try again
ledger-this-month = This month
ledger-no-limit = known cost, no limit
ledger-of-limit = known cost, of at most { $limit }
ledger-limit = Monthly limit, in US dollars
ledger-limit-none = No limit
ledger-limit-save = Set
ledger-limit-words = When the month's known cost gets there, nothing that costs leaves any more and the Listener answers until next month. What is under way is finished. Cost nobody told isn't counted. Empty: no limit.
ledger-limit-wrong = Write a sum such as 5 or 2.50, or leave it empty.
ledger-limit-saved = Limit set: { $limit } a month.
ledger-limit-gone = There is no monthly limit now.
ledger-limit-reached = The limit is reached: nothing that costs leaves before next month. Models on this computer go on answering.
ledger-sums = In all
ledger-by-days = By day
ledger-by-months = By month
ledger-sums-all = Show all { $n }
ledger-sums-fewer = Show fewer
ledger-sum = { $n ->
    [one] One request · { $out } sent · { $in } received
   *[other] { $requests } requests · { $out } sent · { $in } received
}
ledger-sum-tokens = { $n } tokens
ledger-unpriced = { $n ->
    [one] { $cost } + 1 of unknown cost
   *[other] { $cost } + { $n } of unknown cost
}
ledger-unpriced-only = { $n ->
    [one] cost not known
   *[other] cost of { $n } not known
}
ledger-month = { $month } { $year }
ledger-requests = Requests
ledger-search-label = Host, model or purpose to look for
ledger-search-words = Host, model or purpose…
ledger-with-local = Show what stayed on this computer, too
ledger-empty = Nothing has left this computer.
ledger-empty-all = There hasn't been a single request, not even to this computer itself.
ledger-none-found = No request matches “{ $query }”.
ledger-shown = { $n ->
    [one] The latest request
   *[other] The latest { $shown } requests
}
ledger-shown-all = { $n ->
    [one] One request
   *[other] { $shown } requests
}
ledger-more = Show older ones
ledger-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
ledger-kilobytes = { $n } kB
ledger-megabytes = { $n } MB
ledger-millis = { $n } ms
ledger-seconds = { $n } s
ledger-sent = { $bytes } sent
ledger-received = { $bytes } received
ledger-tokens = { $out } → { $in } tokens
ledger-not-known = ?
ledger-cost-unknown = cost not known
ledger-stayed = Stayed on this computer.
ledger-state-open = On its way…
ledger-state-stopped = Stopped before its end.
ledger-state-cut_off = Cut off: Samantha closed before it was over.
purpose-answer = answer
purpose-memory = memory
purpose-test = test
purpose-list = list of models
purpose-download = download
ledger-exact = Exact text
ledger-exact-label = Exact text of the request of { $time } to { $host }
ledger-exact-title = The exact text
ledger-exact-about = What was sent to { $host }, { $day }, { $time }. Keys are not part of it. Of a picture only the kind and size are shown.
ledger-exact-memory = It is held in memory only, for the last twenty requests: it goes when Samantha closes, or when you delete something that was said.
ledger-exact-gone = This text isn't held any more. Only the last twenty are, in memory alone, until Samantha closes or something is deleted.
ledger-export = Take it with you
ledger-export-words = Every line in one file, those of this computer, too. No words are in it.
ledger-export-csv = Export as CSV
ledger-export-json = Export as JSON
ledger-exported = { $n ->
    [one] One request written to { $path }
   *[other] { $requests } requests written to { $path }
}

# data

data-title = Your data
data-words = Everything you two say is kept in one folder of your own.
data-folder = Folder
data-copies = Copies
data-copies-words = One a day and one before each update. Each copy is opened and counted after it is made; seven are kept.
data-copies-looking = Opening and counting the copies…
data-copies-none = There is no copy yet. The first is made by itself, on the first day.
data-copy-now = Make a copy now
data-copying = Copying…
data-copied = Copy made, opened and counted.
data-export = Take everything with you
data-export-words = The whole conversation in one file; with Markdown, its pictures lie in a folder beside it. Nothing of it is encrypted: keep it well.
data-export-markdown = Export as Markdown
data-export-json = Export as JSON
data-export-elsewhere = The export can't go inside the data folder. Choose another folder.
data-exporting = Writing the file…
data-exported = { $n ->
    [one] One turn written to { $path }
   *[other] { $turns } turns written to { $path }
}
copy-turns = { $n ->
    [0] empty
    [one] one turn
   *[other] { $turns } turns
}
copy-reason-daily = of the day
copy-reason-asked = asked for by you
copy-reason-migration = before an update
copy-broken = This copy doesn't open whole.
copy-restore = Go back
copy-restore-label = Go back to the copy of { $when }
copy-restoring = Going back…
copy-restore-title = Go back to this copy?
copy-restore-words = The conversation becomes what it was on { $when }, with { $n ->
    [one] one turn
   *[other] { $n } turns
}.
copy-restore-aside = What is open now is not deleted: it is set aside in the same folder.
copy-restored = Back at the copy of { $when }

# recovery

recovery-name = Samantha
recovery-safe = Nothing was deleted.
recovery-try = Try again
recovery-trying = One moment…
recovery-still = { $n ->
    [one] I tried, and it is still so.
   *[other] I tried { $n } times, and it is still so.
}
recovery-restore = Go back to the copy of { $when }
recovery-older = { $n ->
    [one] One older copy
   *[other] { $n } older copies
}
recovery-anew = Begin anew, empty
recovery-anew-words = What is there now is not deleted: it is set aside in the same folder.
recovery-anew-ask = She opens remembering nothing of what you two said.
recovery-aside = What is there now is not deleted: it is set aside in the same folder, and can be recovered.
trouble-damaged = What is kept won't open
trouble-damaged-next = The file of the conversation is damaged. If there is a good copy, go back to it: only what was said after it is missing.
trouble-newer = A newer Samantha was here
trouble-newer-next = What is kept was written by a newer version. Install that version and open again, so that nothing is lost.
trouble-in_use = Another Samantha is open
trouble-in_use-next = She is using this same folder. Close the other one and try again.
trouble-read_only = I can't write to the folder
trouble-read_only-next = Without writing, your words would be lost. Allow writing to the folder below and try again.
trouble-disk_full = The disk is full
trouble-disk_full-next = There is no room to keep your words. Free some and try again.
trouble-broken = I couldn't open
trouble-broken-next = Something I didn't expect happened. Try again; if it stays so, the details below help whoever mends it.

# dates
day-words = { $weekday }, { $month } { $day }
day-words-year = { $weekday }, { $month } { $day }, { $year }
weekday-0 = Sunday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
