// Written from src-tauri/api/src/wire.rs and doors.rs by `UPDATE_WIRE=1 cargo test -p samantha-api`. Do not edit.

export type ApiError = { 
/**
 * `core::error::Kind` in snake_case, or `unknown_command` / `bad_arguments`.
 */
code: string, message: string, };

export type Speaker = "user" | "companion";

export type TurnState = "complete" | "streaming" | "stopped" | "cutOff";

export type AnsweredBy = { 
/**
 * The model's name; `null` for the built-in Listener.
 */
model: string | null, 
/**
 * The host the words went to; `null` when they stayed on this computer.
 */
host: string | null, };

export type Turn = { id: number, episode: number, speaker: Speaker, 
/**
 * Markdown.
 */
text: string, state: TurnState, saidAt: number, 
/**
 * The day it was said, where it was said: `2026-11-22`.
 */
day: string, 
/**
 * The wall clock where it was said: `21:07`.
 */
time: string, 
/**
 * For the companion's turns.
 */
answeredBy: AnsweredBy | null, 
/**
 * Why a model gave no answer or only part of one: `ModelErrorKind` in snake_case. On an answer by the
 * Listener it says why the chosen model did not answer.
 */
failure: string | null, 
/**
 * How many earlier versions are kept.
 */
versions: number, 
/**
 * The user's turn this one answers.
 */
replyTo: number | null, 
/**
 * Set while the removal can still be undone: the moment it becomes final.
 */
forgottenAt: number | null, 
/**
 * Shown beside the user's words, in order.
 */
pictures: Array<Picture>, 
/**
 * How many memories this answer was given: `recalled` tells which.
 */
recalled: number, 
/**
 * What these words asked of her memory.
 */
wish: Wish | null, 
/**
 * Said off the record: held until that ends, never kept. Its id is below zero.
 */
offRecord: boolean, };

export type Picture = { id: number, width: number, height: number, bytes: number, };

export type PictureEdit = { data: string, };

export type PictureArgs = { picture: number, };

export type PictureSize = "thumbnail" | "whole";

export type PictureDataArgs = { picture: number, size: PictureSize, };

export type PictureData = { mediaType: string, base64: string, };

export type Version = { id: number, text: string, state: TurnState, saidAt: number, answeredBy: AnsweredBy | null, failure: string | null, };

export type Page = { turns: Array<Turn>, hasEarlier: boolean, hasLater: boolean, };

export type PageFrom = "latest" | { "before": number } | { "after": number } | { "around": number };

export type PageArgs = { from: PageFrom, 
/**
 * 1 to 200.
 */
limit: number, };

export type SearchArgs = { query: string, 
/**
 * `Hits.more_before`, for the next page: only older turns.
 */
before: number | null, };

export type Hit = { turn: number, speaker: Speaker, saidAt: number, day: string, time: string, 
/**
 * Up to 240 characters around the words found.
 */
excerpt: string, 
/**
 * Where in `excerpt` the found words are: UTF-16 offsets `[start, end)`.
 */
marks: Array<[number, number]>, };

export type Hits = { hits: Array<Hit>, 
/**
 * Pass as `before` to get more; `null` when there are none.
 */
moreBefore: number | null, };

export type TurnArgs = { turn: number, };

export type ProfileArgs = { profile: number, };

export type TextArgs = { text: string, };

export type NameArgs = { name: string, };

export type Deleted = { 
/**
 * Until then `restore_turn` brings it back.
 */
undoUntil: number, };

export type Sent = { host: string, model: string, at: number, messages: Array<SentMessage>, 
/**
 * By the stated estimate.
 */
tokens: number, budget: number, 
/**
 * Turns of the conversation that did not fit.
 */
leftOut: number, };

export type SentMessage = { 
/**
 * `system`, `user`, `assistant`, `tool`.
 */
role: string, text: string, 
/**
 * How many pictures went with it.
 */
pictures: number, 
/**
 * The tools it asks for, as `name(arguments)`.
 */
calls: Array<string>, };

export type Language = "ptBr" | "en";

export type Theme = "system" | "light" | "dark";

export type Settings = { 
/**
 * What the person chose; `null` follows the system.
 */
chosenLanguage: Language | null, 
/**
 * The language in force.
 */
language: Language, theme: Theme, 
/**
 * Whether the three lines of the first open were read.
 */
welcomed: boolean, 
/**
 * Whether a notification tells that an answer is ready while the window is hidden.
 */
notify: boolean, 
/**
 * Two letters, for the lines under Help; `null` follows the system's region.
 */
country: string | null, companionName: string, 
/**
 * The profile that answers; `null` is the Listener.
 */
profile: number | null, 
/**
 * The profile of quiet work; `null`: nobody.
 */
quietProfile: number | null, 
/**
 * The profile asked when pictures are shown and the one that answers can't see; `null`: nobody.
 */
seeingProfile: number | null, 
/**
 * The profile that answers when `profile` fails before its first word; `null`: the Listener.
 */
fallbackProfile: number | null, 
/**
 * Most US dollars a month; `null`: no limit.
 */
monthlyLimit: number | null, 
/**
 * Base address model files are downloaded from; `null`: the catalogue's.
 */
mirror: string | null, };

export type SettingsChange = { chosenLanguage?: Language | null, theme?: Theme, welcomed?: boolean, notify?: boolean, country?: string | null, profile?: number | null, quietProfile?: number | null, seeingProfile?: number | null, fallbackProfile?: number | null, monthlyLimit?: number | null, mirror?: string | null, };

export type Whereto = { 
/**
 * `null`: everything stays on this computer.
 */
host: string | null, 
/**
 * `null`: the Listener answers.
 */
model: string | null, 
/**
 * Where pictures would go, and to which model; `null`: nobody who answers can see.
 */
pictures: PicturesGo | null, 
/**
 * Other hosts that words may go to, as things are chosen now.
 */
also: Array<AlsoGo>, };

export type PicturesGo = { 
/**
 * `null`: they stay on this computer.
 */
host: string | null, model: string, };

export type AlsoGo = { role: Role, host: string, };

export type Family = "openAi" | "anthropic" | "gemini" | "ollama" | "builtIn";

export type Price = { 
/**
 * Of the prompt.
 */
out: number, 
/**
 * Of the answer.
 */
back: number, };

export type KeyState = "none" | "keyring" | "session" | "locked" | "missing";

export type Profile = { id: number, name: string, family: Family, 
/**
 * Base address; empty for a built-in model.
 */
address: string, host: string, 
/**
 * Whether the host is this computer.
 */
local: boolean, 
/**
 * For a built-in model its `LocalModel.id`.
 */
model: string, 
/**
 * Tokens the model can read, as set here; `null`: the catalogue's word holds, if it has one.
 */
context: number | null, 
/**
 * As set here; `null`: the catalogue's word holds, if it has one.
 */
sees: boolean | null, tools: boolean | null, price: Price | null, key: KeyState, 
/**
 * What holds in the end.
 */
facts: Facts, };

export type Facts = { context: number | null, sees: boolean | null, tools: boolean | null, price: Price | null, 
/**
 * Billions of parameters.
 */
size: number | null, 
/**
 * Codes such as `portuguese`, `fast`.
 */
goodAt: Array<string>, 
/**
 * Whether its provider trains on what is sent.
 */
trains: boolean | null, 
/**
 * Days it keeps what is sent.
 */
retentionDays: number | null, };

export type ProfileEdit = { 
/**
 * `null` makes a new one.
 */
id: number | null, name: string, family: Family, address: string, model: string, context: number | null, sees: boolean | null, tools: boolean | null, price: Price | null, };

export type Role = "talk" | "quiet" | "seeing" | "fallback";

export type ChooseArgs = { role: Role, 
/**
 * `null`: nobody (for talk: the Listener).
 */
profile: number | null, };

export type Announcement = { from: Side, to: Side, 
/**
 * Codes, the most felt first: `leaves`, `stays` (words leave this computer now, or no longer do),
 * `other_host`, `manner` (another model, another voice), `listener`, `smaller`, `larger`, `reads_less`, `reads_more`,
 * `blind`, `sees`, `no_tools`, `tools`, `costs`, `free`, `cheaper`, `dearer`, `trains`, `slower_first`, `portuguese_weak`.
 */
differences: Array<string>, };

export type Side = { 
/**
 * `null`: the Listener.
 */
model: string | null, 
/**
 * `null`: on this computer.
 */
host: string | null, facts: Facts, };

export type Chosen = { settings: Settings, before: number | null, };

export type KeepKey = "keyring" | "session";

export type KeyArgs = { profile: number, key: string, keep: KeepKey, };

export type Found = { name: string, family: Family, address: string, models: Array<string>, };

export type ModelsArgs = { family: Family, address: string, 
/**
 * The saved profile whose key to use, if any. Its key is only ever sent to that profile's own host.
 */
profile: number | null, 
/**
 * A key typed but not yet saved.
 */
key: string | null, };

export type Offered = { name: string, facts: Facts, };

export type TestArgs = { family: Family, address: string, model: string, profile: number | null, key: string | null, };

export type Tested = { works: boolean, 
/**
 * To the first piece.
 */
millis: number, 
/**
 * `ModelErrorKind` in snake_case when it doesn't work.
 */
failure: string | null, detail: string | null, };

export type Source = { 
/**
 * What has to be known with the figure: who says it, how sure it is.
 */
notes: Array<string>, address: string, 
/**
 * The day it was looked up: `2026-11-22`.
 */
day: string, };

export type Provider = { id: string, name: string, family: Family, 
/**
 * Base address; for one on this computer its usual one.
 */
address: string, local: boolean, 
/**
 * Where a key is made.
 */
keyPage: string | null, 
/**
 * What it says about what is sent to it.
 */
privacyPage: string | null, trains: boolean | null, retentionDays: number | null, models: Array<CatalogueModel>, };

export type CatalogueModel = { model: string, facts: Facts, sources: Array<Source>, };

export type Shelf = { models: Array<LocalModel>, 
/**
 * Bytes of memory of this computer; `null` when it can't be told.
 */
memory: number | null, 
/**
 * Bytes free where files are kept.
 */
free: number | null, 
/**
 * The host that files are downloaded from when no mirror is set.
 */
host: string, };

export type KeptFor = "talking" | "reading";

export type LocalModel = { id: string, name: string, keptFor: KeptFor, 
/**
 * Whether it is a file of the person's own.
 */
own: boolean, path: string | null, bytes: number | null, sha256: string | null, 
/**
 * Where the checksum is from: `nowhere`, `catalogue`, `host`, `file`.
 */
pinned: string, 
/**
 * Bytes of memory it needs, about.
 */
memory: number | null, licence: string | null, licencePage: string | null, 
/**
 * `Q4_K_M` and the like.
 */
quantisation: string | null, facts: Facts, sources: Array<Source>, state: LocalState, };

export type LocalState = { "kind": "offered", } | { "kind": "downloading", done: number, total: number | null, } | { "kind": "paused", done: number, total: number | null, } | { "kind": "checking", done: number, total: number, } | { "kind": "whole", } | { "kind": "failed", done: number, total: number | null, failure: string, detail: string, };

export type LocalArgs = { id: string, };

export type PathArgs = { path: string, };

export type Request = { id: number, leftAt: number, 
/**
 * The day it left, where it left.
 */
day: string, time: string, host: string, 
/**
 * Whether it only went to this computer itself.
 */
local: boolean, 
/**
 * Empty where no model was meant.
 */
model: string, 
/**
 * `answer`, `memory`, `test`, `list`, `download`.
 */
purpose: string, 
/**
 * `open`, `whole`, `stopped`, `failed`, `cut_off`.
 */
state: string, 
/**
 * `ModelErrorKind` in snake_case.
 */
failure: string | null, 
/**
 * Bytes of the bodies, headers not counted.
 */
bytesOut: number, bytesIn: number, tokensOut: number | null, tokensIn: number | null, 
/**
 * US dollars, where known.
 */
cost: number | null, millis: number, 
/**
 * Whether its exact text is still held.
 */
held: boolean, };

export type LedgerArgs = { 
/**
 * Words of host, model or purpose; empty for all.
 */
query: string, 
/**
 * Whether requests that only went to this computer itself are shown, too.
 */
withLocal: boolean, 
/**
 * Only older ones than this.
 */
before: number | null, };

export type LedgerPage = { requests: Array<Request>, hasMore: boolean, };

export type Total = { period: string, requests: number, bytesOut: number, bytesIn: number, tokensOut: number, tokensIn: number, cost: number, 
/**
 * Requests whose cost isn't known.
 */
unpriced: number, };

export type TotalsArgs = { query: string, withLocal: boolean, };

export type Totals = { 
/**
 * Newest first; the last 62 days with requests.
 */
days: Array<Total>, 
/**
 * Newest first.
 */
months: Array<Total>, 
/**
 * This month's known cost, of all requests.
 */
thisMonth: number, limit: number | null, };

export type RequestArgs = { request: number, };

export type ExactText = { text: string, };

export type LedgerFormat = "csv" | "json";

export type LedgerExportArgs = { format: LedgerFormat, path: string, };

export type FactKind = "identity" | "relation" | "birthday" | "place" | "work" | "study" | "like" | "dislike" | "health" | "possession" | "habit" | "plan" | "event" | "thread" | "feeling" | "belief" | "theme" | "other";

export type FactState = "holds" | "ended" | "doubted" | "corrected";

export type MadeBy = "rules" | "model" | "person" | "reflection";

export type About = "user" | "companion" | { "person": number };

export type Fact = { id: number, about: About, 
/**
 * Of whom, in a word: the person's name, or their relation where nobody said a name; empty for the user.
 */
aboutName: string, kind: FactKind, 
/**
 * In the language it was said in.
 */
text: string, state: FactState, 
/**
 * 0 to 1.
 */
confidence: number, 
/**
 * The day from which it held, where that is known: `2026-03-01`.
 */
fromDay: string | null, 
/**
 * The day until which it held.
 */
untilDay: string | null, 
/**
 * When she came to believe it.
 */
learnedAt: number, 
/**
 * When she ceased to; `null` while she does.
 */
droppedAt: number | null, madeBy: MadeBy, 
/**
 * Always told to a model (as far as private allows).
 */
pinned: boolean, 
/**
 * Never sent to a model that isn't on this computer, nor the words it stands on.
 */
private: boolean, 
/**
 * How many moments prove it.
 */
receipts: number, 
/**
 * 0 to 1: how present it is; what is old and was not touched sinks.
 */
presence: number, 
/**
 * Set while its removal can still be undone.
 */
forgottenAt: number | null, };

export type ReceiptRole = "says" | "ends" | "corrects" | "doubts";

export type Receipt = { turn: number, speaker: Speaker, role: ReceiptRole, saidAt: number, day: string, time: string, 
/**
 * Up to 240 characters around the words.
 */
excerpt: string, 
/**
 * Where in `excerpt` the words are: UTF-16 offsets `[start, end)`.
 */
marks: Array<[number, number]>, };

export type FactDetail = { fact: Fact, receipts: Array<Receipt>, 
/**
 * What it took the place of, newest first.
 */
earlier: Array<Fact>, 
/**
 * What took its place.
 */
later: Fact | null, 
/**
 * What can't be true beside it.
 */
against: Array<Fact>, };

export type FactsArgs = { 
/**
 * Words to look for; empty for all.
 */
query: string, about: About | null, kind: FactKind | null, 
/**
 * Only what held within these days (`2026-05-01`), both included.
 */
fromDay: string | null, untilDay: string | null, 
/**
 * As she believed at the end of this day, without what she learned later.
 */
believedOn: string | null, 
/**
 * Only doubts.
 */
doubted: boolean, 
/**
 * Also what ended or was corrected.
 */
past: boolean, 
/**
 * `FactPage.next`, for the next page.
 */
after: number | null, 
/**
 * How many at most; 1 to 2,000.
 */
limit: number, };

export type KindCount = { kind: FactKind, facts: number, };

export type FactPage = { 
/**
 * Pinned first; then by how well they answer `query`, else by how present they are.
 */
facts: Array<Fact>, 
/**
 * Pass as `after` for more; `null` when there are none.
 */
next: number | null, 
/**
 * How many fit in all.
 */
total: number, 
/**
 * Of all that holds, whatever is asked for.
 */
kinds: Array<KindCount>, doubts: number, 
/**
 * All that is in sight, whenever it held.
 */
known: number, };

export type FactArgs = { fact: number, };

export type FactEdit = { about: About, kind: FactKind, text: string, };

export type FactChange = { fact: number, text?: string, kind?: FactKind, about?: About, 
/**
 * `null` for "not known".
 */
fromDay?: string | null, untilDay?: string | null, pinned?: boolean, private?: boolean, };

export type MergeArgs = { keep: number, others: Array<number>, };

export type Settled = "thisHolds" | "both";

export type SettleArgs = { fact: number, settled: Settled, };

export type Person = { id: number, 
/**
 * May be empty: "my mother".
 */
name: string, 
/**
 * As it was said: `mother`, `chefe`.
 */
relation: string, 
/**
 * Facts that hold.
 */
facts: number, 
/**
 * When they were last spoken of.
 */
lastAt: number, };

export type PersonArgs = { person: number, };

export type PersonChange = { person: number, name: string, relation: string, };

export type Avoided = { id: number, words: string, since: number, 
/**
 * The turn in which it was asked for.
 */
turn: number | null, };

export type AvoidedArgs = { avoided: number, };

export type Recalled = { 
/**
 * What was said, or
 */
turn: number | null, 
/**
 * what is known from it.
 */
fact: number | null, text: string, speaker: Speaker | null, saidAt: number, day: string, time: string, 
/**
 * Most telling first.
 */
why: Array<Why>, };

export type Why = { reason: string, share: number, };

export type OnArgs = { on: boolean, };

export type WishKind = "remember" | "forget" | "avoid";

export type WishState = "done" | "asked" | "undone" | "nothingFound" | "everything";

export type Wish = { kind: WishKind, state: WishState, 
/**
 * What it is about, in the person's words.
 */
words: string, facts: Array<Fact>, 
/**
 * The moments that would be, or were, forgotten: excerpts. Gone ones are left out.
 */
turns: Array<WishTurn>, 
/**
 * For a forgetting that was confirmed: until then it can be undone; afterwards nobody can.
 */
undoUntil: number | null, };

export type WishTurn = { turn: number, speaker: Speaker, day: string, excerpt: string, };

export type ConfirmArgs = { turn: number, facts: Array<number>, turns: Array<number>, };

export type Meaning = { 
/**
 * The model's files; `null` where it is none of the shelf's.
 */
shelf: string | null, state: MeaningState, };

export type MeaningState = { "kind": "absent", } | { "kind": "reading", done: number, total: number, } | { "kind": "ready", } | { "kind": "broken", message: string, };

export type HelpArgs = { 
/**
 * Two letters; `null` uses the setting, else the system's region.
 */
country: string | null, };

export type HelpLine = { country: string, name: string, call: string | null, text: string | null, chat: string | null, hours: string | null, free: boolean, also: Array<string>, emergency: Array<string>, };

export type HelpLines = { 
/**
 * The country the lines are for; `null` when there are none for it.
 */
country: string | null, lines: Array<HelpLine>, 
/**
 * Web pages that find a line anywhere.
 */
elsewhere: Array<string>, 
/**
 * Every country with lines: two letters.
 */
countries: Array<string>, };

export type Copy = { 
/**
 * Its file name, which names it in `restore_copy`.
 */
name: string, madeAt: number, bytes: number, turns: number, 
/**
 * Whether it opened whole when it was last looked at.
 */
whole: boolean, 
/**
 * Why it was made: `daily`, `asked`, `migration`.
 */
reason: string, };

export type ExportFormat = "markdown" | "json";

export type ExportArgs = { format: ExportFormat, path: string, };

export type Exported = { path: string, turns: number, };

export type Trouble = { 
/**
 * `damaged`, `newer`, `in_use`, `read_only`, `disk_full`, `broken`.
 */
code: string, message: string, 
/**
 * The data folder.
 */
folder: string, 
/**
 * Good copies, newest first.
 */
copies: Array<Copy>, };

export type Opening = { 
/**
 * Set when the life could not be opened: nothing else below is true then.
 */
trouble: Trouble | null, settings: Settings, whereto: Whereto, draft: string, 
/**
 * Shown with the draft.
 */
draftPictures: Array<Picture>, 
/**
 * The newest turns.
 */
page: Page, 
/**
 * Turns kept in all.
 */
turns: number, 
/**
 * Whether an answer is being made: join it with `converse(rejoin)`.
 */
answering: boolean, 
/**
 * Whether nothing is kept now. What was said since it began is in `page`, at its end.
 */
offRecord: boolean, 
/**
 * Answers the last run left open, closed at this opening.
 */
closedOpen: Array<number>, 
/**
 * The data folder.
 */
folder: string, version: string, };

export type Nothing = Record<symbol, never>;

export type Converse = { "kind": "say", uid: string, text: string, pictures: Array<number>, } | { "kind": "retry", turn: number, } | { "kind": "edit", turn: number, text: string, } | { "kind": "goOn", } | { "kind": "rejoin", };

export type Delta = { "kind": "kept", turn: Turn, } | { "kind": "notKept", error: ApiError, } | { "kind": "refused", error: ApiError, } | { "kind": "help", help: HelpLines, } | { "kind": "answering", replyTo: number | null, turn: number | null, text: string, answeredBy: AnsweredBy, } | { "kind": "piece", text: string, } | { "kind": "waiting", why: Waiting, } | { "kind": "instead", answeredBy: AnsweredBy, failure: string, } | { "kind": "closed", turn: Turn | null, attempt: Version | null, failure: string | null, } | { "kind": "idle", };

export type Waiting = { "kind": "checking", done: number, total: number, } | { "kind": "loading", } | { "kind": "onProcessor", } | { "kind": "reading", done: number, total: number, } | { "kind": "again", failure: string, seconds: number, } | { "kind": "tool", name: string, };

export type Event = { "kind": "turnsChanged", turns: Array<number>, } | { "kind": "answerOpened", } | { "kind": "settingsChanged", } | { "kind": "copyMade", whole: boolean, } | { "kind": "ledgerChanged", } | { "kind": "shelfChanged", } | { "kind": "memoryChanged", } | { "kind": "readingProgress", } | { "kind": "offRecordChanged", on: boolean, } | { "kind": "overflowed", } | { "kind": "openTalk", turn: number | null, } | { "kind": "sight", visible: boolean, };

export type Door<A, R> = { args: A, reply: R, };

export type Doors = { 
/**
 * Everything the first paint needs.
 */
open: Door<Nothing, Opening>, page: Door<PageArgs, Page>, search: Door<SearchArgs, Hits>, versions: Door<TurnArgs, Array<Version>>, delete_turn: Door<TurnArgs, Deleted>, restore_turn: Door<TurnArgs, null>, 
/**
 * What was sent to the model for this answer; `null` when it isn't held any more, or nothing was sent.
 */
sent: Door<TurnArgs, Sent | null>, save_draft: Door<TextArgs, null>, 
/**
 * Stops the answer being made. Nothing happens when there is none.
 */
stop: Door<Nothing, null>, settings: Door<Nothing, Settings>, change_settings: Door<SettingsChange, Settings>, whereto: Door<Nothing, Whereto>, help_lines: Door<HelpArgs, HelpLines>, profiles: Door<Nothing, Array<Profile>>, save_profile: Door<ProfileEdit, Profile>, 
/**
 * Removes it and its key.
 */
remove_profile: Door<ProfileArgs, null>, discover: Door<Nothing, Array<Found>>, list_models: Door<ModelsArgs, Array<Offered>>, test_connection: Door<TestArgs, Tested>, save_key: Door<KeyArgs, KeyState>, remove_key: Door<ProfileArgs, KeyState>, 
/**
 * What a choice would feel like, before it is made.
 */
announce: Door<ChooseArgs, Announcement>, 
/**
 * Makes it.
 */
choose: Door<ChooseArgs, Chosen>, 
/**
 * The providers and models that are known, with their figures' sources.
 */
catalogue: Door<Nothing, Array<Provider>>, shelf: Door<Nothing, Shelf>, 
/**
 * Begins a download, or goes on with one; `shelfChanged` tells the rest.
 */
download_model: Door<LocalArgs, null>, 
/**
 * What came stays.
 */
pause_download: Door<LocalArgs, null>, 
/**
 * Removes the file, or what came of it. A file of the person's own is only taken off the list.
 */
remove_model: Door<LocalArgs, null>, 
/**
 * A GGUF file of the person's own, where it lies; it is first loaded in a program of its own.
 */
add_model_file: Door<PathArgs, LocalModel>, 
/**
 * A profile for a file that is here: the one there is, or a new one.
 */
local_profile: Door<LocalArgs, Profile>, ledger: Door<LedgerArgs, LedgerPage>, ledger_totals: Door<TotalsArgs, Totals>, 
/**
 * `null` when it isn't held any more.
 */
exact_text: Door<RequestArgs, ExactText | null>, export_ledger: Door<LedgerExportArgs, Exported>, add_picture: Door<PictureEdit, Picture>, 
/**
 * Takes a picture off the draft; no byte of it stays.
 */
drop_picture: Door<PictureArgs, null>, picture: Door<PictureDataArgs, PictureData>, facts: Door<FactsArgs, FactPage>, fact: Door<FactArgs, FactDetail>, add_fact: Door<FactEdit, Fact>, 
/**
 * Another text corrects it: the reply is then another fact, and the old one its past.
 */
change_fact: Door<FactChange, Fact>, merge_facts: Door<MergeArgs, Fact>, 
/**
 * Decides a doubt.
 */
settle: Door<SettleArgs, Fact>, 
/**
 * Only the fact; the words it stands on stay.
 */
forget_fact: Door<FactArgs, Deleted>, restore_fact: Door<FactArgs, null>, people: Door<Nothing, Array<Person>>, change_person: Door<PersonChange, Person>, merge_people: Door<MergeArgs, Person>, 
/**
 * With all facts of theirs.
 */
forget_person: Door<PersonArgs, Deleted>, restore_person: Door<PersonArgs, null>, avoided: Door<Nothing, Array<Avoided>>, avoid: Door<TextArgs, Avoided>, 
/**
 * It may be brought up again.
 */
allow: Door<AvoidedArgs, null>, 
/**
 * What an answer was given to remember.
 */
recalled: Door<TurnArgs, Array<Recalled>>, 
/**
 * Takes back what the words of a turn asked of her memory.
 */
undo_wish: Door<TurnArgs, null>, 
/**
 * Forgets what is confirmed of what the words of a turn asked to forget.
 */
confirm_wish: Door<ConfirmArgs, Deleted>, meaning: Door<Nothing, Meaning>, 
/**
 * While on, nothing that is said is kept. Turning it off lets go of what was said meanwhile.
 */
set_off_record: Door<OnArgs, null>, copies: Door<Nothing, Array<Copy>>, make_copy: Door<Nothing, Copy>, 
/**
 * Sets the present database aside (never deletes it) and opens this copy in its place.
 */
restore_copy: Door<NameArgs, Opening>, 
/**
 * Sets a database that won't open aside (never deletes it) and begins an empty life.
 */
begin_anew: Door<Nothing, Opening>, 
/**
 * Tries to open again: after the disk was emptied, the other Samantha closed.
 */
try_again: Door<Nothing, Opening>, export: Door<ExportArgs, Exported>, };
