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
forgottenAt: number | null, };

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
 * `system`, `user`, `assistant`.
 */
role: string, text: string, };

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
profile: number | null, };

export type SettingsChange = { chosenLanguage?: Language | null, theme?: Theme, welcomed?: boolean, notify?: boolean, country?: string | null, profile?: number | null, };

export type Whereto = { 
/**
 * `null`: everything stays on this computer.
 */
host: string | null, 
/**
 * `null`: the Listener answers.
 */
model: string | null, };

export type KeyState = "none" | "keyring" | "session" | "locked" | "missing";

export type Profile = { id: number, name: string, 
/**
 * OpenAI-compatible base address.
 */
address: string, host: string, 
/**
 * Whether the host is this computer.
 */
local: boolean, model: string, 
/**
 * Tokens the model can read; `null` when unknown.
 */
context: number | null, key: KeyState, };

export type ProfileEdit = { 
/**
 * `null` makes a new one.
 */
id: number | null, name: string, address: string, model: string, context: number | null, };

export type KeepKey = "keyring" | "session";

export type KeyArgs = { profile: number, key: string, keep: KeepKey, };

export type Found = { name: string, address: string, models: Array<string>, };

export type ModelsArgs = { address: string, 
/**
 * The saved profile whose key to use, if any. Its key is only ever sent to that profile's own host.
 */
profile: number | null, 
/**
 * A key typed but not yet saved.
 */
key: string | null, };

export type TestArgs = { address: string, model: string, profile: number | null, key: string | null, };

export type Tested = { works: boolean, 
/**
 * To the first piece.
 */
millis: number, 
/**
 * `ModelErrorKind` in snake_case when it doesn't work.
 */
failure: string | null, detail: string | null, };

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
 * Answers the last run left open, closed at this opening.
 */
closedOpen: Array<number>, 
/**
 * The data folder.
 */
folder: string, version: string, };

export type Nothing = Record<symbol, never>;

export type Converse = { "kind": "say", uid: string, text: string, } | { "kind": "retry", turn: number, } | { "kind": "edit", turn: number, text: string, } | { "kind": "goOn", } | { "kind": "rejoin", };

export type Delta = { "kind": "kept", turn: Turn, } | { "kind": "notKept", error: ApiError, } | { "kind": "refused", error: ApiError, } | { "kind": "help", help: HelpLines, } | { "kind": "answering", replyTo: number | null, turn: number | null, text: string, answeredBy: AnsweredBy, } | { "kind": "piece", text: string, } | { "kind": "instead", answeredBy: AnsweredBy, failure: string, } | { "kind": "closed", turn: Turn | null, attempt: Version | null, failure: string | null, } | { "kind": "idle", };

export type Event = { "kind": "turnsChanged", turns: Array<number>, } | { "kind": "answerOpened", } | { "kind": "settingsChanged", } | { "kind": "copyMade", whole: boolean, } | { "kind": "overflowed", } | { "kind": "openTalk", turn: number | null, } | { "kind": "sight", visible: boolean, };

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
remove_profile: Door<ProfileArgs, null>, discover: Door<Nothing, Array<Found>>, list_models: Door<ModelsArgs, Array<string>>, test_connection: Door<TestArgs, Tested>, save_key: Door<KeyArgs, KeyState>, remove_key: Door<ProfileArgs, KeyState>, copies: Door<Nothing, Array<Copy>>, make_copy: Door<Nothing, Copy>, 
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
