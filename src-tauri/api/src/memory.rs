//! Facts and people: listed, shown with their receipts, changed, forgotten.

use crate::{Api, convert, wire};
use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;
use rusqlite::Connection;
use samantha_core::{
    error::{Kind, kind},
    event::Event,
    forgetting,
    id::{FactId, PersonId},
    memory::fact::{self, About, Change, Fact, FactKind, KnownPerson, NewFact, Settled, Wanted},
    people::{self, Person},
    settings,
};
use std::collections::HashMap;

/// Facts that are given at once, at most.
const MOST_FACTS: u32 = 2_000;

pub(crate) async fn facts(api: &Api, args: wire::FactsArgs) -> Result<wire::FactPage> {
    let companion = api.companion().await?;
    let (now, zone) = (companion.clock().now().timestamp_millis(), companion.clock().zone());
    let skip = args.after.unwrap_or(0);
    let limit = args.limit.clamp(1, MOST_FACTS);
    let day =
        |day: &Option<String>, edge: Edge| day.as_deref().map(|day| moment(day, edge, zone)).transpose();
    let wanted = Wanted {
        from: day(&args.from_day, Edge::Start)?,
        until: day(&args.until_day, Edge::End)?,
        believed_at: day(&args.believed_on, Edge::End)?,
        query: args.query,
        about: args.about.map(about_back),
        kind: args.kind.map(kind_back),
        doubted: args.doubted,
        past: args.past,
        skip: skip as usize,
        limit: limit as usize,
    };
    companion
        .store()
        .read(move |c| {
            let at = wanted.believed_at.unwrap_or(now);
            let page = fact::list(c, &wanted, now)?;
            let shown = Shown::read(c, at, zone)?;
            let end = skip.saturating_add(limit);
            let total = u32::try_from(page.total).unwrap_or(u32::MAX);
            Ok(wire::FactPage {
                facts: page.facts.iter().map(|fact| shown.fact(fact)).collect(),
                next: (end < total).then_some(end),
                total,
                known: u32::try_from(page.known).unwrap_or(u32::MAX),
                kinds: page
                    .kinds
                    .into_iter()
                    .map(|(kind, facts)| wire::KindCount { kind: kind_shown(kind), facts })
                    .collect(),
                doubts: page.doubts,
            })
        })
        .await
}

pub(crate) async fn fact(api: &Api, args: wire::FactArgs) -> Result<wire::FactDetail> {
    let companion = api.companion().await?;
    let (now, zone) = (companion.clock().now().timestamp_millis(), companion.clock().zone());
    companion
        .store()
        .read(move |c| {
            let detail = fact::detail(c, FactId(args.fact), now)?;
            let shown = Shown::read(c, now, zone)?;
            let all = |facts: &[Fact]| facts.iter().map(|fact| shown.fact(fact)).collect();
            Ok(wire::FactDetail {
                fact: shown.fact(&detail.fact),
                receipts: detail.receipts.iter().map(receipt).collect(),
                earlier: all(&detail.earlier),
                later: detail.later.as_ref().map(|fact| shown.fact(fact)),
                against: all(&detail.against),
            })
        })
        .await
}

pub(crate) async fn add_fact(api: &Api, args: wire::FactEdit) -> Result<wire::Fact> {
    let (about, kind, text) = (about_back(args.about), kind_back(args.kind), args.text);
    changed(api, move |tx, now| {
        let language = settings::read(tx)?.language();
        fact::add(tx, &NewFact { about, kind, text, language }, now)
    })
    .await
}

pub(crate) async fn change_fact(api: &Api, args: wire::FactChange) -> Result<wire::Fact> {
    let zone = api.companion().await?.clock().zone();
    let day = |day: Option<Option<String>>, edge: Edge| -> Result<Option<Option<i64>>> {
        day.map(|day| day.map(|day| moment(&day, edge, zone)).transpose()).transpose()
    };
    let change = Change {
        text: args.text,
        kind: args.kind.map(kind_back),
        about: args.about.map(about_back),
        from: day(args.from_day, Edge::Start)?,
        until: day(args.until_day, Edge::End)?,
        pinned: args.pinned,
        private: args.private,
    };
    changed(api, move |tx, now| fact::change(tx, FactId(args.fact), &change, now)).await
}

pub(crate) async fn merge_facts(api: &Api, args: wire::MergeArgs) -> Result<wire::Fact> {
    let others: Vec<FactId> = args.others.into_iter().map(FactId).collect();
    changed(api, move |tx, now| fact::merge_facts(tx, FactId(args.keep), &others, now)).await
}

pub(crate) async fn settle(api: &Api, args: wire::SettleArgs) -> Result<wire::Fact> {
    let settled = match args.settled {
        wire::Settled::ThisHolds => Settled::ThisHolds,
        wire::Settled::Both => Settled::Both,
    };
    changed(api, move |tx, now| fact::settle(tx, FactId(args.fact), settled, now)).await
}

pub(crate) async fn forget_fact(api: &Api, args: wire::FactArgs) -> Result<wire::Deleted> {
    let undo_until = api.companion().await?.delete_facts(vec![FactId(args.fact)]).await?;
    Ok(wire::Deleted { undo_until })
}

pub(crate) async fn restore_fact(api: &Api, args: wire::FactArgs) -> Result<()> {
    api.companion().await?.restore_facts(vec![FactId(args.fact)]).await
}

pub(crate) async fn people(api: &Api, _: wire::Nothing) -> Result<Vec<wire::Person>> {
    let companion = api.companion().await?;
    let now = companion.clock().now().timestamp_millis();
    companion.store().read(move |c| shown_people(c, now)).await
}

pub(crate) async fn change_person(api: &Api, args: wire::PersonChange) -> Result<wire::Person> {
    person_changed(api, PersonId(args.person), move |tx, _| {
        people::rename(tx, PersonId(args.person), &args.name, &args.relation)
    })
    .await
}

pub(crate) async fn merge_people(api: &Api, args: wire::MergeArgs) -> Result<wire::Person> {
    let others: Vec<PersonId> = args.others.into_iter().map(PersonId).collect();
    person_changed(api, PersonId(args.keep), move |tx, now| {
        fact::merge_people(tx, PersonId(args.keep), &others, now)
    })
    .await
}

pub(crate) async fn forget_person(api: &Api, args: wire::PersonArgs) -> Result<wire::Deleted> {
    let companion = api.companion().await?;
    let facts =
        companion.store().read(move |c| forgetting::facts_of_person(c, PersonId(args.person))).await?;
    Ok(wire::Deleted { undo_until: companion.delete_facts(facts).await? })
}

pub(crate) async fn restore_person(api: &Api, args: wire::PersonArgs) -> Result<()> {
    let companion = api.companion().await?;
    let facts =
        companion.store().read(move |c| forgetting::facts_of_person(c, PersonId(args.person))).await?;
    companion.restore_facts(facts).await
}

type Tx<'a> = rusqlite::Transaction<'a>;

/// Changes a fact, tells who listens, and gives it as it is now.
async fn changed(
    api: &Api,
    change: impl FnOnce(&Tx<'_>, i64) -> Result<Fact> + Send + 'static,
) -> Result<wire::Fact> {
    let companion = api.companion().await?;
    let (now, zone) = (companion.clock().now().timestamp_millis(), companion.clock().zone());
    let shown = companion
        .store()
        .write(move |tx| {
            let fact = change(tx, now)?;
            Ok(Shown::read(tx, now, zone)?.fact(&fact))
        })
        .await?;
    companion.tell(Event::MemoryChanged);
    Ok(shown)
}

async fn person_changed(
    api: &Api,
    id: PersonId,
    change: impl FnOnce(&Tx<'_>, i64) -> Result<Person> + Send + 'static,
) -> Result<wire::Person> {
    let companion = api.companion().await?;
    let now = companion.clock().now().timestamp_millis();
    let shown = companion
        .store()
        .write(move |tx| {
            change(tx, now)?;
            let shown = fact::person_known(tx, id, now)?.map(shown_person);
            shown.ok_or_else(|| kind(Kind::Gone, "nothing is known of that person any more"))
        })
        .await?;
    companion.tell(Event::MemoryChanged);
    Ok(shown)
}

/// Everyone of whom something is in sight, whoever was spoken of last first.
fn shown_people(c: &Connection, now: i64) -> Result<Vec<wire::Person>> {
    Ok(fact::people_known(c, now)?.into_iter().map(shown_person).collect())
}

fn shown_person(known: KnownPerson) -> wire::Person {
    let KnownPerson { person, facts, last_at } = known;
    wire::Person { id: person.id.0, name: person.name, relation: person.relation, facts, last_at }
}

/// Which end of a day.
#[derive(Clone, Copy)]
enum Edge {
    Start,
    End,
}

/// A day (`2026-05-01`) on the person's wall clock as its first or last millisecond, Unix UTC.
fn moment(day: &str, edge: Edge, zone: Tz) -> Result<i64> {
    let wrong = || kind(Kind::BadInput, "a day is written like 2026-05-01");
    let day: NaiveDate = day.parse().map_err(|_| wrong())?;
    let start = |day: NaiveDate| {
        // Where the clocks go forward at midnight, the day begins an hour later.
        let hours = (0..3).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
        hours.filter_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest()).next()
    };
    let at = match edge {
        Edge::Start => start(day).map(|at| at.timestamp_millis()),
        Edge::End => day.checked_add_days(Days::new(1)).and_then(start).map(|at| at.timestamp_millis() - 1),
    };
    at.ok_or_else(wrong)
}

/// What showing facts needs.
struct Shown {
    people: HashMap<PersonId, Person>,
    now: i64,
    zone: Tz,
}

impl Shown {
    fn read(c: &Connection, now: i64, zone: Tz) -> Result<Self> {
        let people = people::all(c)?.into_iter().map(|person| (person.id, person)).collect();
        Ok(Self { people, now, zone })
    }

    fn fact(&self, fact: &Fact) -> wire::Fact {
        let day = |at: i64| {
            DateTime::from_timestamp_millis(at)
                .map(|at| at.with_timezone(&self.zone).format("%Y-%m-%d").to_string())
        };
        wire::Fact {
            id: fact.id.0,
            about: match fact.about {
                About::User => wire::About::User,
                About::Companion => wire::About::Companion,
                About::Person(id) => wire::About::Person(id.0),
            },
            about_name: match fact.about {
                About::Person(id) => {
                    self.people.get(&id).map(|person| person.called().to_owned()).unwrap_or_default()
                }
                About::User | About::Companion => String::new(),
            },
            kind: kind_shown(fact.kind),
            text: fact.text.clone(),
            state: match fact.state {
                fact::FactState::Holds => wire::FactState::Holds,
                fact::FactState::Ended => wire::FactState::Ended,
                fact::FactState::Doubted => wire::FactState::Doubted,
                fact::FactState::Corrected => wire::FactState::Corrected,
            },
            confidence: fact.confidence,
            from_day: fact.held.from.and_then(day),
            until_day: fact.held.until.and_then(day),
            learned_at: fact.learned_at,
            dropped_at: fact.dropped_at,
            made_by: match fact.made_by {
                fact::MadeBy::Rules => wire::MadeBy::Rules,
                fact::MadeBy::Model => wire::MadeBy::Model,
                fact::MadeBy::Person => wire::MadeBy::Person,
                fact::MadeBy::Reflection => wire::MadeBy::Reflection,
            },
            pinned: fact.pinned,
            private: fact.private,
            receipts: fact.receipts,
            presence: fact::presence(fact, self.now),
            forgotten_at: fact.forgotten_at,
        }
    }
}

/// Facts as the page sees them.
pub(crate) fn shown(c: &Connection, facts: &[Fact], now: i64, zone: Tz) -> Result<Vec<wire::Fact>> {
    let shown = Shown::read(c, now, zone)?;
    Ok(facts.iter().map(|fact| shown.fact(fact)).collect())
}

fn receipt(receipt: &fact::Receipt) -> wire::Receipt {
    let local = receipt.turn.said.local();
    // JavaScript counts UTF-16 units.
    let utf16 = |byte: usize| {
        let units = receipt.excerpt.get(..byte).map_or(0, |lead| lead.encode_utf16().count());
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    wire::Receipt {
        turn: receipt.turn.id.0,
        speaker: convert::speaker(receipt.turn.speaker),
        role: match receipt.role {
            // What gave a name or a word belongs to what says it.
            fact::Role::Says | fact::Role::Context => wire::ReceiptRole::Says,
            fact::Role::Ends => wire::ReceiptRole::Ends,
            fact::Role::Corrects => wire::ReceiptRole::Corrects,
            fact::Role::Doubts => wire::ReceiptRole::Doubts,
        },
        said_at: receipt.turn.said.at,
        day: local.format("%Y-%m-%d").to_string(),
        time: local.format("%H:%M").to_string(),
        marks: receipt.marks.iter().map(|mark| (utf16(mark.start), utf16(mark.end))).collect(),
        excerpt: receipt.excerpt.clone(),
    }
}

fn about_back(about: wire::About) -> About {
    match about {
        wire::About::User => About::User,
        wire::About::Companion => About::Companion,
        wire::About::Person(id) => About::Person(PersonId(id)),
    }
}

macro_rules! kinds {
    ($($kind:ident),*) => {
        fn kind_shown(kind: FactKind) -> wire::FactKind {
            match kind { $( FactKind::$kind => wire::FactKind::$kind, )* }
        }
        fn kind_back(kind: wire::FactKind) -> FactKind {
            match kind { $( wire::FactKind::$kind => FactKind::$kind, )* }
        }
    };
}
kinds!(
    Identity, Relation, Birthday, Place, Work, Study, Like, Dislike, Health, Possession, Habit, Plan, Event,
    Thread, Feeling, Belief, Theme, Other
);
