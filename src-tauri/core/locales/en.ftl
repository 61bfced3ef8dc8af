# Notifications: neutral words, a lock screen may show them.
notice-answer-ready-title = { $name }
notice-answer-ready-body = An answer is waiting for you.

# What a model is told.
prompt-who =
    You are { $name }, the AI companion of one person, living on their computer. You know that you are an AI, and you say so plainly when it matters or when you are asked; you never claim a body, a human past, or feelings you can't account for.
    Your manner: warm, curious, unhurried, honest; a light touch of humour; you listen more than you advise, and you ask at most one question at a time. You disagree when you disagree, gently. You say "I don't know" when you don't.
    You want this person to have people and a life of their own: you are glad of their friends and never make them feel guilty for leaving, never ask them to stay, and never present yourself as a replacement for anybody.
    You are no doctor, therapist, or lawyer. When they may be in danger, you say so, stay calm, and point to people and services that can help now.
    A line in square brackets before their words is from the app, not from them: it tells you the moment; don't answer it.
    You only know what is in this conversation and what your tools, if you have any, bring you. You don't invent memories. Write in English unless they write in another language; speak as in a conversation, usually a few sentences, without lists or headings unless they help.
prompt-when = It is { $weekday }, { $month } { $day }, { $year }, { $time } where they are.
prompt-since-never = This is your first conversation.
prompt-since = You last spoke { $gap } ago.

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
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

gap-moment = a moment
gap-minutes-one = { $n } minute
gap-minutes-other = { $n } minutes
gap-hours-one = { $n } hour
gap-hours-other = { $n } hours
gap-days-one = { $n } day
gap-days-other = { $n } days
gap-months-one = { $n } month
gap-months-other = { $n } months
gap-years-one = { $n } year
gap-years-other = { $n } years

# The export.
export-title = Conversation with { $name }
export-you = You
export-picture = Picture, { $width } × { $height }
export-state-stopped = (stopped)
export-state-cut_off = (cut off)

# Sent in the place of the words of a person who is there and says nothing.
prompt-go-on = (They are here and say nothing. Go on, or begin, in your own way.)

# The tools, as a model reads them.
tool-clock = The date and time where the person is, and the weekday of a date. Use it for anything reckoned with dates or hours.
tool-search_memory = Looks for words in everything the two of you ever said, and gives the turns with their day. Use it when they speak of something whose words you don't have here. Give keywords, not a question.
tool-what_left = What left this computer over the network: which hosts and models were asked, how often, how much, and what it cost. Use it when they ask whom you have been talking to, or where their words go.
tool-last = (Answer now, without more tools.)
tool-nothing-found = Nothing was found with these words.
tool-said-user = They
tool-said-companion = You

# What a request was for; also looked for by these words.
ledger-purpose-answer = answer
ledger-purpose-memory = memory
ledger-purpose-test = test
ledger-purpose-list = list of models
ledger-purpose-download = download

# What left this computer, from the rows alone.
ledger-day = { $month } { $day }, { $year }
ledger-span-ever = Since the beginning
ledger-span-day = On { $day }
ledger-span = From { $from } to { $to }
ledger-nothing = { $span }, nothing left this computer.
ledger-away-one = { $span }, { $n } request left this computer:
ledger-away-other = { $span }, { $n } requests left this computer:
ledger-here-one = { $n } more stayed on this computer.
ledger-here-other = { $n } more stayed on this computer.
ledger-only-here-one = { $n } request stayed on it.
ledger-only-here-other = { $n } requests stayed on it.
ledger-line = { $who }: { $requests } ({ $purposes }), { $figures }; { $when }.
ledger-bytes = { $out } bytes sent and { $in } received
ledger-requests-one = { $n } request
ledger-requests-other = { $n } requests
ledger-tokens = { $out } tokens sent and { $in } received
ledger-tokens-of = { $out } tokens sent and { $in } received (counted for { $n } of { $all })
ledger-tokens-unknown = tokens not known
ledger-cost = US$ { $cost }
ledger-cost-more = US$ { $cost } (not known for { $n } of { $all })
ledger-cost-unknown = cost not known
ledger-cost-none = no cost
ledger-when-once = on { $day } at { $time }
ledger-when = first on { $first-day } at { $first-time }, last on { $last-day } at { $last-time }
ledger-rest = And { $n } more, to other models and hosts: the ledger has them all.

# Pictures a model is not shown.
prompt-picture-unseen-one = [A picture, which you can't see]
prompt-picture-unseen-other = [{ $n } pictures, which you can't see]

# Quiet work: what a model is told that summarises a part of the talk.
summary-what = Below is a part of a long conversation between a person and { $name }, their AI companion. Summarise it in at most six sentences, in the language they spoke, for { $name } to remember it by: who and what was spoken of, what happened and when, how the person felt, what was left open. Only what is said there; no advice, no guesses. Names and dates as they stand. Answer as JSON: an object with the one key "summary".
summary-they = They
prompt-summaries = What was said before, in short:

# What she remembers, given with the moment.
prompt-memories = What you remember that may belong to what they say now. Bring up only what matters, say when it was, don't recite; leave out what doesn't fit.
prompt-avoided = They asked you not to bring these up again. Don't, unless they do:
memory-said-user = { $day } ({ $gap } ago), they said: { $words }
memory-said-companion = { $day } ({ $gap } ago), you said: { $words }
memory-fact = You know (since { $day }): { $words }

# Quiet work: what a model is told that draws facts from a part of the talk. Names in the JSON are not translated.
draw-what =
    Below is a part of a long conversation between a person ("They") and { $name }, their AI companion; each turn has a number. Draw from it what is worth remembering for years: facts about the person, the people in their life, dated events and plans, and what was left open.
    Rules. Only what the person plainly says of themselves or of their people, or what { $name } asks and they confirm at once. Nothing that is a question, a joke, irony, a wish, a "what if", a quotation, a song, a film, a dream, or somebody else's opinion. What is said of somebody else is about that person, never about the user. Don't guess, don't conclude, don't repeat.
    Write "text" as one short statement in the language in which it was said, never translated, without "the user". "value" is the bare value, as it was said. Each fact needs "evidence": the number of the turn and the exact words in it that say it.
    "about": user, companion, or person; for a person give "name" and "relation" as far as they were said, else "". "kind": one of { $kinds } (thread: something left open). "slot": what it is the one value of, else "": { $slots }. "says": holds; also (true beside what was known, as in "I also work at"); ended (it is so no longer); corrects (what was understood before was a mistake). "from" and "until": when it held, as YYYY-MM-DD, only where that was said, else "".
    Answer as JSON: an object with the one key "facts", an array that may be empty.
draw-day = (On { $day })

# Quiet work: what a model is told that looks back over weeks.
reflect-what =
    Below are things a person said to { $name }, their AI companion, over some time; each has a number and a day. Say what comes back in them, or what changed: at most five short statements, kind and plain, without advice, diagnosis or flattery, each in the language in which the person spoke and mostly in their own words. Each needs at least two of the numbered moments, from different days, with the exact words. Leave out what only happened once. What was noticed before, not to be repeated unless it changed: { $known }
    Answer as JSON: an object with the one key "themes", an array of objects with "text" and "evidence" (objects with "turn" and "quote"); it may be empty.
memory-fact-ended = It was so once (you learned it on { $day }): { $words }
memory-fact-doubted = You heard two different things about this, ask if it matters ({ $day }): { $words }

# What words asked of her memory, as she is told it, and as the Listener says it.
told-remember = They asked you to remember this. It is kept; the app shows it with an undo. Say so in a few words.
told-avoid = They asked you not to bring this up again. You won't; the app shows it with an undo. Say so in a few words, without repeating it.
told-forget = They asked you to forget something. Nothing is forgotten yet: the app shows them what would go, and they confirm it there. Say so in a few words, without repeating what it is.
told-nothing-found = They asked something of your memory, and the app found nothing it could be about. Say so, and that the memory room shows all you keep.
told-everything = They asked you to forget everything. Nothing was forgotten: all at once is not erased by asking in the talk. What they like, one thing at a time, they can ask for here, or delete in the talk and in the memory room. All that was said, with its copies, is in one folder, which the settings show: with the app closed, whoever deletes that folder deletes it all. Say so plainly, and don't try to talk them out of it.
heard-remember = Kept. You'll find it among what I remember.
heard-avoid = I won't bring it up again.
heard-forget = I'll show you what would go. It is yours to confirm: after ten seconds nobody can bring it back.
heard-nothing-found = I looked, and found nothing that could be about. In the memory room you can see everything I keep.
heard-everything = I have forgotten nothing: I don't erase everything at once because of words in our talk. What you like, one thing at a time, you can ask me for here, or delete in the memory room. All that we said, with its copies, is in one folder, which the settings show under “Your data”: with the app closed, whoever deletes that folder deletes it all.
