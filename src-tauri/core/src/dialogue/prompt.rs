//! What a model is sent, in the order in which it changes least: who she is; summaries of what came before; the
//! latest turns, a quarter of the budget at once dropped when they outgrow it; and memories and the moment, before the words
//! that are to be answered. So a model that keeps what it has read finds most of the next prompt read already.

use crate::{
    conversation::{self, Speaker, Turn, Walk, picture, summary},
    id::TurnId,
    locale::{Language, text},
    memory::{
        fact::{self, Goes},
        part::{Memory, Source},
    },
    persona::{self, Circumstances},
    ports::{Message, Picture, Prompt, Purpose, Role, ToolSpec},
};
use anyhow::Result;
use rusqlite::Connection;
use std::collections::HashSet;

/// Tokens of prompt she sends at most.
pub const BUDGET: u32 = 4_000;
/// Tokens an answer may have.
pub const ANSWER: u32 = 1_024;
/// Tokens every message costs beside its words: the most that the chat templates looked at take.
const PER_MESSAGE: u32 = 8;
/// Tokens a picture is reckoned with: an estimate, a token for every 1,500 pixels of the largest that is kept (1568 by
/// 1568). Services reckon each in their own way; what a picture took in the end is in the ledger.
const PER_PICTURE: u32 = 1_640;
/// Pictures of earlier words shown at most, the newest; of others it is only said that they were there. Those of the words to
/// be answered are all shown.
const EARLIER_PICTURES: usize = 4;
/// Most bytes of turns that are looked at for one prompt: twice what the budget holds by [`estimate`].
const LOOKED_AT: usize = 2 * 3 * BUDGET as usize;

/// The stated estimate of tokens in a text, for models whose tokenizer isn't here: a token for every three bytes of
/// UTF-8, rounded up. Their tokenizers give fewer for Portuguese and English prose (about four bytes a token), so the
/// budget errs on the short side.
pub fn estimate(text: &str) -> u32 {
    u32::try_from(text.len().div_ceil(3)).unwrap_or(u32::MAX)
}

/// What was put together for one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    pub prompt: Prompt,
    /// By the model's own tokenizer where it could be asked, else by [`estimate`].
    pub tokens: u32,
    /// What `tokens` was kept under.
    pub budget: u32,
    /// The oldest turn that is in it.
    pub oldest: Option<TurnId>,
    /// The turns whose pictures are shown in it.
    pub shown: Vec<TurnId>,
    /// The memories that are in it.
    pub memories: Vec<Memory>,
    /// Whether the words to be answered alone are more than the model can read: it must not be sent then.
    pub too_long: bool,
}

/// What the prompt is built from.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub language: Language,
    pub name: &'a str,
    pub moment: Circumstances,
    /// Build it as the talk stood before this turn (an answer that is asked again).
    pub before: Option<TurnId>,
    /// Where the last prompt began: older turns stay out, so that the beginning stays the same.
    pub start: Option<TurnId>,
    /// Tokens the model can read, where known.
    pub context: Option<u32>,
    /// At most [`BUDGET`].
    pub budget: u32,
    /// At most [`ANSWER`].
    pub answer: u32,
    pub tools: Vec<ToolSpec>,
    /// She speaks without words of theirs to answer.
    pub goes_on: bool,
    /// Where it goes: away, nothing private is in it but the words to be answered.
    pub goes: Goes,
    /// The words to be answered, where they are in the store.
    pub answered: Option<TurnId>,
    pub sight: Sight,
    /// The host it goes to; empty when it stays. A picture that was shown to one host is not taken along to another.
    pub host: String,
    /// The turn that is said now: the page said where its pictures go. `None` when old words are answered anew.
    pub said_now: Option<TurnId>,
    /// What the app itself found for these words, told with the moment.
    pub told: Option<String>,
    /// What was said off the record, oldest first.
    pub held: Vec<Turn>,
    /// What belongs to these words, most telling first.
    pub memories: Vec<Memory>,
    /// What she is not to bring up.
    pub avoided: Vec<String>,
}

/// Whether a model may be shown pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Sees,
    /// It doesn't, or nobody knows: it is told that there was a picture, and is sent none.
    Blind,
}

/// One turn as it may be sent.
#[derive(Clone, Debug)]
struct Said {
    turn: TurnId,
    role: Role,
    text: String,
    pictures: Vec<Picture>,
}

/// What may go into a prompt, before it is measured.
#[derive(Clone, Debug)]
pub struct Gathered {
    who: String,
    /// What was said before the turns of the prompt, in short; empty when nothing is.
    before: String,
    moment: String,
    memories: Vec<Memory>,
    /// What stands above the memories.
    memories_are: String,
    /// Stands for the words of a person who says nothing.
    go_on: Option<String>,
    /// Newest first.
    turns: Vec<Said>,
    tools: Vec<ToolSpec>,
    context: Option<u32>,
    budget: u32,
    answer: u32,
}

/// Summaries a prompt holds at most: the newest.
const SUMMARIES: usize = 4;

/// What was said before the turns of the prompt.
fn summaries(c: &Connection, wanted: &Wanted<'_>) -> Result<String> {
    let mut summaries = summary::newest(c, wanted.start.or(wanted.before), SUMMARIES)?;
    if wanted.goes == Goes::Away {
        let private = fact::all_private(c)?;
        summaries.retain(|summary| !private.iter().any(|turn| (summary.first..=summary.last).contains(turn)));
    }
    if summaries.is_empty() {
        return Ok(String::new());
    }
    let lines: Vec<String> = summaries.into_iter().map(|summary| format!("- {}", summary.text)).collect();
    Ok(format!("\n\n{}\n{}", text(wanted.language, "prompt-summaries", &[]), lines.join("\n")))
}

/// Gathers what may go into the prompt.
///
/// # Errors
/// When the store can't be read.
pub fn gather(c: &Connection, wanted: Wanted<'_>) -> Result<Gathered> {
    let mut turns: Vec<Turn> = wanted.held.iter().rev().cloned().collect();
    let mut bytes = turns.iter().map(|turn| turn.text.len()).sum::<usize>();
    conversation::latest(c, wanted.before, |turn| {
        if turn.text.trim().is_empty() && turn.pictures.is_empty() {
            return Walk::On;
        }
        if !turns.is_empty() && (bytes > LOOKED_AT || wanted.start.is_some_and(|start| turn.id < start)) {
            return Walk::Stop;
        }
        bytes += turn.text.len();
        turns.push(turn);
        Walk::On
    })?;
    let newest = turns.iter().find(|turn| turn.speaker == Speaker::User).map(|turn| turn.id);
    if wanted.goes == Goes::Away {
        // The words to be answered go where the person sends them now; nothing private of before goes along.
        let private = fact::all_private(c)?;
        turns.retain(|turn| Some(turn.id) == wanted.answered || !private.contains(&turn.id));
    }
    let mut earlier = 0;
    let turns = turns.into_iter().map(|turn| {
        let mut pictures = Vec::new();
        if wanted.sight == Sight::Sees && !turn.pictures.is_empty() && may_be_shown(c, &wanted, turn.id)? {
            pictures = picture::for_model(c, turn.id)?;
            if newest != Some(turn.id) {
                pictures.truncate(EARLIER_PICTURES - earlier);
                earlier += pictures.len();
            }
        }
        anyhow::Ok(as_said(wanted.language, turn, pictures))
    });
    let turns = turns.collect::<Result<Vec<Said>>>()?;
    let before = summaries(c, &wanted)?;
    let heard = turns.first().is_some_and(|said| said.role == Role::User);
    let go_on = (wanted.goes_on || !heard).then(|| text(wanted.language, "prompt-go-on", &[]));
    let mut moment = persona::moment(wanted.language, &wanted.moment);
    if let Some(told) = &wanted.told {
        moment = format!("{moment}\n[{}]", told.trim());
    }
    Ok(Gathered {
        who: who(&wanted),
        before,
        moment,
        memories: wanted.memories,
        memories_are: text(wanted.language, "prompt-memories", &[]),
        go_on,
        turns,
        tools: wanted.tools,
        context: wanted.context,
        budget: wanted.budget.min(BUDGET),
        answer: wanted.answer.min(ANSWER),
    })
}

/// Who she is, and what she leaves alone.
fn who(wanted: &Wanted<'_>) -> String {
    let who = persona::who(wanted.language, wanted.name);
    if wanted.avoided.is_empty() {
        return who;
    }
    let lines: Vec<String> = wanted.avoided.iter().map(|words| format!("- {words}")).collect();
    format!("{who}\n\n{}\n{}", text(wanted.language, "prompt-avoided", &[]), lines.join("\n"))
}

/// Where a prompt begins at the latest when nothing is known of the last one: what was said before that is surely not in
/// it but for what memory brings. `None` when nothing was said.
///
/// # Errors
/// When the store can't be read.
pub fn begins(c: &Connection) -> Result<Option<TurnId>> {
    let (mut bytes, mut oldest) = (0, None);
    conversation::latest(c, None, |turn| {
        bytes += turn.text.len();
        oldest = Some(turn.id);
        if bytes > LOOKED_AT / 3 { Walk::Stop } else { Walk::On }
    })?;
    Ok(oldest)
}

/// Whether a turn's pictures may go where this prompt goes: they stay here, the person was just told so, or they went there
/// before.
fn may_be_shown(c: &Connection, wanted: &Wanted<'_>, turn: TurnId) -> Result<bool> {
    Ok(wanted.host.is_empty()
        || wanted.said_now == Some(turn)
        || picture::was_shown_to(c, turn, &wanted.host)?)
}

fn as_said(language: Language, turn: Turn, pictures: Vec<Picture>) -> Said {
    let role = match turn.speaker {
        Speaker::User => Role::User,
        Speaker::Companion => Role::Assistant,
    };
    let unseen = turn.pictures.len().saturating_sub(pictures.len());
    let note = match unseen {
        0 => String::new(),
        1 => text(language, "prompt-picture-unseen-one", &[]),
        n => text(language, "prompt-picture-unseen-other", &[("n", &n.to_string())]),
    };
    let parts: Vec<&str> =
        [note.as_str(), turn.text.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    Said { turn: turn.id, role, text: parts.join("\n"), pictures }
}

impl Gathered {
    /// Every text that is to be measured; [`Gathered::build`] takes the figures in this order.
    pub fn texts(&self) -> Vec<String> {
        let go_on = self.go_on.clone().unwrap_or_default();
        let memories = remembered(&self.memories_are, &self.memories);
        let fixed = [self.who.clone(), self.moment.clone(), go_on, self.before.clone(), memories];
        fixed.into_iter().chain(self.turns.iter().map(|said| said.text.clone())).collect()
    }

    /// Puts the prompt together. `counts` are the tokens of [`Gathered::texts`]; `None` uses [`estimate`]. The newest turn
    /// is always in it, whole; older ones as far as the budget goes. What could be left out is, before the newest words are
    /// called too long.
    pub fn build(mut self, counts: Option<Vec<u32>>) -> Built {
        let counts = counts.filter(|counts| counts.len() == self.turns.len() + FIXED);
        let counts = counts.unwrap_or_else(|| self.texts().iter().map(|text| estimate(text)).collect());
        let (fixed, turns) = counts.split_at_checked(FIXED).unwrap_or_default();
        let (needed, extra) = fixed.split_at_checked(NEEDED).unwrap_or_default();
        let needed = needed.iter().fold(2 * PER_MESSAGE, |sum, n| sum.saturating_add(*n));
        let mut extra = extra.iter().copied().fold(0, u32::saturating_add);
        extra = self.tools.iter().map(cost_of_tool).fold(extra, u32::saturating_add);
        let answer = self.context.map_or(self.answer, |context| self.answer.min(context / 4));
        let room = self.context.map_or(u32::MAX, |context| context.saturating_sub(answer));
        let budget = self.budget.min(room);
        let costs = turns.iter().zip(&self.turns).map(|(cost, said)| {
            let pictures = u32::try_from(said.pictures.len()).unwrap_or(u32::MAX);
            (cost.saturating_add(PER_MESSAGE), pictures.saturating_mul(PER_PICTURE))
        });
        let costs: Vec<(u32, u32)> = costs.collect();
        let (text, pictures) = costs.first().copied().unwrap_or_default();
        if needed.saturating_add(extra).saturating_add(text).saturating_add(pictures) > room {
            (self.before, self.tools, self.memories, extra) = (String::new(), Vec::new(), Vec::new(), 0);
        }
        let fixed = needed.saturating_add(extra);
        let (mut kept, mut tokens) = fitting(&costs, fixed, budget, room);
        let cut = kept < costs.len();
        if cut {
            // A quarter at once: the next prompts begin where this one does.
            let quarter = |limit: u32| limit - limit.saturating_sub(fixed) / 4;
            (kept, tokens) = fitting(&costs, fixed, quarter(budget), quarter(room));
        }
        let mut turns: Vec<Said> = self.turns.into_iter().take(kept).collect();
        // After a cut she does not begin: most models read the person first.
        if cut && let Some(first) = turns.iter().rposition(|said| said.role == Role::User) {
            turns.truncate(first + 1);
        }
        turns.reverse();
        // What stands in the prompt itself need not be remembered.
        let held: HashSet<TurnId> = turns.iter().map(|said| said.turn).collect();
        self.memories.retain(|memory| !matches!(memory.source, Source::Turn(turn) if held.contains(&turn)));
        let oldest = turns.first().map(|said| said.turn);
        let shown = turns.iter().filter(|said| !said.pictures.is_empty()).map(|said| said.turn).collect();
        let memories = remembered(&self.memories_are, &self.memories);
        let moment = if memories.is_empty() { self.moment } else { format!("{memories}\n\n{}", self.moment) };
        let messages = messages(self.who + &self.before, &moment, self.go_on, turns);
        let prompt = Prompt { tools: self.tools, ..Prompt::of(messages, answer, Purpose::Answer) };
        let memories = self.memories;
        Built { prompt, tokens, budget, oldest, shown, memories, too_long: tokens > room }
    }
}

/// Texts of a prompt that are no turns, what could be left out last; and how many of them could not be.
const FIXED: usize = 5;
const NEEDED: usize = 3;

/// The memories as they stand before the moment; empty when there are none.
fn remembered(are: &str, memories: &[Memory]) -> String {
    if memories.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = memories.iter().map(|memory| format!("- {}", memory.line)).collect();
    format!("[{are}\n{}]", lines.join("\n"))
}

/// How many turns fit beside `fixed`, at least one, and what it all comes to: their words within the budget, with their
/// pictures within what the model can read.
fn fitting(costs: &[(u32, u32)], fixed: u32, budget: u32, room: u32) -> (usize, u32) {
    let (mut words, mut all) = (fixed, fixed);
    for (kept, (text, pictures)) in costs.iter().enumerate() {
        let more = (words.saturating_add(*text), all.saturating_add(*text).saturating_add(*pictures));
        if kept > 0 && (more.0 > budget || more.1 > room) {
            return (kept, all);
        }
        (words, all) = more;
    }
    (costs.len(), all)
}

fn cost_of_tool(tool: &ToolSpec) -> u32 {
    let text = estimate(&tool.name).saturating_add(estimate(&tool.description));
    text.saturating_add(estimate(&tool.parameters.to_string())).saturating_add(PER_MESSAGE)
}

fn messages(who: String, moment: &str, go_on: Option<String>, turns: Vec<Said>) -> Vec<Message> {
    let mut messages = vec![Message::said(Role::System, who)];
    let go_on = go_on.map(|text| (Role::User, text, Vec::new()));
    for (role, text, pictures) in
        turns.into_iter().map(|said| (said.role, said.text, said.pictures)).chain(go_on)
    {
        match messages.last_mut() {
            // Many models read only strictly alternating roles.
            Some(last) if last.role == role => {
                last.text.push_str("\n\n");
                last.text.push_str(&text);
                last.pictures.extend(pictures);
            }
            _ => messages.push(Message { pictures, ..Message::said(role, text) }),
        }
    }
    if let Some(last) = messages.last_mut() {
        last.text = format!("{moment}\n\n{}", last.text);
    }
    messages
}

#[cfg(test)]
mod tests;
