//! The app's side: a process that lives a life in which the canary is said, tells what traces it leaves, forgets it when it
//! is told to, and may be killed meanwhile.

use crate::{
    picture,
    plan::{Plan, Told},
    reader::WordReader,
    rows,
    traces::Trace,
};
use anyhow::{Context as _, Result, bail};
use chrono::TimeDelta;
use rusqlite::{Connection, Transaction, params};
use samantha_core::{
    companion::{Companion, Options, Ports},
    conversation::{self, Moment, picture as pictures},
    dialogue::Request,
    forgetting,
    id::{FactId, PersonId, PictureId, TurnId, Uid},
    memory::{reading, wishes},
    ports::Family,
    profile, settings,
    store::{self, Removed, StoreOptions, copies, words},
    testing::{Fakes, at_once},
};
use samantha_models::RemoteProviders;
use samantha_tests::{
    Dice, files,
    server::{Script, Server},
};
use std::{
    io::{BufRead as _, Write as _},
    path::Path,
    sync::Arc,
    time::Duration,
};

/// What the app's side tells, a line each.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub enum Tells {
    /// The canary is said and stands in its files; these are the rows that say so, and what they hold besides words.
    Ready {
        turns: Vec<i64>,
        facts: Vec<i64>,
        traces: Vec<Trace>,
    },
    /// It is removed from sight, and will be final.
    Removed,
    /// It is forgotten, and nothing waits any more.
    Forgotten,
    Closed,
    Failed(String),
}

/// What the app's side is told.
pub const FORGET: &str = "forget";
pub const CLOSE: &str = "close";
/// Removes it and closes, before the removal is final.
pub const REMOVE_AND_CLOSE: &str = "remove and close";

fn tell(what: &Tells) -> Result<()> {
    let mut line = serde_json::to_string(what)?;
    line.push('\n');
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes())?;
    Ok(out.flush()?)
}

fn fakes(ahead: TimeDelta) -> Fakes {
    let fakes = Fakes::default();
    fakes.clock.step(ahead);
    fakes
}

fn options(removed: Removed) -> Options {
    Options { store: StoreOptions { removed, ..StoreOptions::default() }, ..at_once() }
}

async fn open(home: &Path, fakes: &Fakes, network: bool, removed: Removed) -> Result<Companion> {
    let mut ports = Ports { embedder: Arc::new(WordReader), ..fakes.ports() };
    if network {
        ports.providers = Arc::new(RemoteProviders::new());
    }
    Companion::open(home, ports, options(removed)).await
}

/// Finishes in a folder what a killed run left, and closes.
pub fn finish(home: &Path) -> Result<()> {
    on_runtime(async {
        let fakes = fakes(TimeDelta::hours(1));
        let companion = open(home, &fakes, false, Removed::Erased).await?;
        until_nothing_is_due(&companion, &fakes).await?;
        companion.close().await?;
        tell(&Tells::Closed)
    })
}

/// Lives the life of this plan in a folder.
pub fn live(home: &Path, plan: &Plan, removed: Removed) -> Result<()> {
    let lived = on_runtime(async {
        let mut lines = std::io::stdin().lock().lines();
        let life = Life::begin(home, plan, removed).await?;
        life.tell_ready().await?;
        while let Some(line) = lines.next().transpose()? {
            match line.as_str() {
                FORGET => {
                    life.remove().await?;
                    tell(&Tells::Removed)?;
                    life.fakes.clock.step(TimeDelta::seconds(11));
                    until_nothing_is_due(&life.companion, &life.fakes).await?;
                    life.holds_no_texts()?;
                    tell(&Tells::Forgotten)?;
                }
                CLOSE => break,
                REMOVE_AND_CLOSE => {
                    life.remove().await?;
                    tell(&Tells::Removed)?;
                    break;
                }
                other => bail!("not understood: {other}"),
            }
        }
        life.companion.close().await?;
        tell(&Tells::Closed)
    });
    if let Err(error) = &lived {
        tell(&Tells::Failed(format!("{error:#}")))?;
    }
    lived
}

fn on_runtime<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(work)
}

/// A removal that a reader is in the way of is tried again by the clock, which only moves here.
async fn until_nothing_is_due(companion: &Companion, fakes: &Fakes) -> Result<()> {
    for n in 1..20_000 {
        let due = companion.store().read(|c| Ok(files::due(c)?)).await?;
        let Some(due) = due else { return Ok(()) };
        if n % 1_000 == 0 {
            fakes.clock.step(TimeDelta::minutes(1));
        }
        if n == 19_999 {
            bail!("not forgotten in time: {due}");
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

struct Life {
    companion: Companion,
    fakes: Fakes,
    plan: Plan,
    turns: Vec<TurnId>,
    facts: Vec<FactId>,
    person: Option<PersonId>,
    _server: Option<Server>,
}

impl Life {
    async fn begin(home: &Path, plan: &Plan, removed: Removed) -> Result<Self> {
        let fakes = fakes(TimeDelta::zero());
        let companion = open(home, &fakes, plan.network, removed).await?;
        let server = match plan.network {
            true => Some(Server::playing(answers(plan).iter().map(|text| Script::answer(&[text]))).await?),
            false => None,
        };
        for text in answers(plan).iter().filter(|_| !plan.network) {
            fakes.models.say(text);
        }
        let address = server.as_ref().map_or("http://127.0.0.1:9/v1".to_owned(), Server::address);
        let connect = move |tx: &Transaction<'_>| {
            let id = profile::save(tx, &profile::Edit::new(Family::OpenAi, &address, "m"), 0)?.id;
            settings::change(tx, &settings::Change { profile: Some(Some(id)), ..Default::default() })
        };
        companion.store().write(connect).await?;
        let plan = plan.clone();
        let mut life = Self {
            companion,
            fakes,
            plan,
            turns: Vec::new(),
            facts: Vec::new(),
            person: None,
            _server: server,
        };
        life.live(home).await?;
        Ok(life)
    }

    async fn live(&mut self, home: &Path) -> Result<()> {
        let mut dice = self.plan.dice.clone();
        self.say_other_things(self.plan.before, &mut dice).await?;
        let said = self.plan.canary.said(self.plan.portuguese);
        if self.plan.told == Told::OffRecord {
            // Words that were typed before it began are no less off the record.
            let (end, _) = said.char_indices().nth(said.chars().count() * 2 / 3).unwrap_or_default();
            self.companion.save_draft(said[..end].to_owned()).await?;
            if self.plan.copies[0] {
                self.copy().await?;
            }
            self.companion.begin_off_record().await?;
            self.companion.save_draft(said.clone()).await?;
            until_nothing_is_due(&self.companion, &self.fakes).await?;
            self.say(&said, Vec::new()).await?;
            self.copy().await?;
            self.companion.store().checkpoint().await?;
            return Ok(());
        }
        if self.plan.told == Told::Words {
            let shown = match self.plan.picture {
                Some(hidden) => {
                    let file = picture::hiding(&mut dice, hidden, &said)?;
                    let prepared = pictures::prepare(&file)?;
                    let add = move |tx: &Transaction<'_>| pictures::add(tx, &prepared, 0);
                    vec![self.companion.store().write(add).await?.id]
                }
                None => Vec::new(),
            };
            if self.plan.copies[0] {
                let (end, _) = said.char_indices().nth(said.chars().count() * 2 / 3).unwrap_or_default();
                let begun = said[..end].to_owned();
                self.companion.store().write(move |tx| settings::save_draft(tx, &begun)).await?;
                self.copy().await?;
                let whole = said.clone();
                self.companion.store().write(move |tx| settings::save_draft(tx, &whole)).await?;
            }
            self.tell_it(said, shown).await?;
        } else {
            let other = if self.plan.portuguese { "Tem uma coisa." } else { "There is a thing." };
            self.say(other, Vec::new()).await?;
        }
        if self.plan.copies[1] {
            self.copy().await?;
        }
        self.understand(&mut dice).await?;
        if self.plan.edited {
            let turn = *self.turns.first().context("nothing was said")?;
            let text =
                if self.plan.portuguese { "Esquece, era outra coisa." } else { "Never mind, another thing." };
            self.ask(Request::Edit { turn, text: text.to_owned() }).await?;
        }
        let (after, copy_after) = (self.plan.after, self.plan.copies[2]);
        self.say_other_things(after, &mut dice).await?;
        if copy_after {
            self.copy().await?;
        }
        self.read_all().await?;
        if self.plan.checkpointed {
            self.companion.store().checkpoint().await?;
        }
        if let Some(version) = self.plan.old_copy {
            self.copy_of_old(home, version).await?;
        }
        if self.plan.set_aside
            && let Some(copy) = copies::list(home)?.first()
        {
            let folder = home.join("set-aside/20260101-000000000");
            std::fs::create_dir_all(&folder)?;
            std::fs::copy(copies::path_of(home, &copy.name)?, folder.join(store::FILE_NAME))?;
        }
        Ok(())
    }

    /// Says it, is answered, and perhaps asks for the answer again.
    async fn tell_it(&mut self, said: String, pictures: Vec<PictureId>) -> Result<()> {
        let turn = self.say(&said, pictures).await?;
        let answer = self.answer_to(turn).await?;
        self.turns = vec![turn, answer];
        if self.plan.asked_again {
            self.ask(Request::Retry { turn: answer }).await?;
        }
        Ok(())
    }

    async fn say(&self, text: &str, pictures: Vec<PictureId>) -> Result<TurnId> {
        self.ask(Request::Say { uid: Uid::random()?, text: text.to_owned(), pictures })
            .await?
            .context("nothing was kept")
    }

    async fn ask(&self, request: Request) -> Result<Option<TurnId>> {
        let begun = self.companion.dialogue().begin(request).await?;
        if let Some(running) = &begun.running {
            running.ended().await;
        }
        Ok(begun.kept.map(|turn| turn.id))
    }

    async fn answer_to(&self, turn: TurnId) -> Result<TurnId> {
        let found = self.companion.store().read(move |c| conversation::reply_to(c, turn)).await?;
        Ok(found.context("there is no answer")?.id)
    }

    async fn say_other_things(&self, n: usize, dice: &mut Dice) -> Result<()> {
        let said: Vec<String> = (0..n).map(|_| other_words(dice, self.plan.portuguese)).collect();
        let at = Moment::of(self.companion.clock());
        let keep = move |tx: &Transaction<'_>| {
            for text in said {
                conversation::keep_words(tx, Uid::random()?, &text, &at, &[])?;
            }
            Ok(())
        };
        self.companion.store().write(keep).await
    }

    async fn copy(&self) -> Result<()> {
        // Copies are named after the moment.
        self.fakes.clock.step(TimeDelta::milliseconds(1));
        self.companion.schedule().make_copy(copies::Reason::Asked).await.map(|_| ())
    }

    /// A copy as an older app made it.
    async fn copy_of_old(&self, home: &Path, version: i64) -> Result<()> {
        let turns = self.turns.clone();
        let read = move |c: &Connection| {
            turns.into_iter().map(|id| conversation::by_id(c, id)).collect::<Result<Vec<_>>>()
        };
        let turns = self.companion.store().read(read).await?;
        let said = self.plan.canary.said(self.plan.portuguese);
        std::fs::create_dir_all(home.join("copies"))?;
        let mut old = Connection::open(home.join("copies/samantha-20250101-000000000-migration.db"))?;
        old.execute_batch("PRAGMA secure_delete=ON")?;
        store::create_old(&mut old, version)?;
        let tx = old.transaction()?;
        for turn in turns {
            tx.execute("INSERT INTO episode(uid) VALUES (randomblob(16))", [])?;
            tx.execute(
                "INSERT INTO turn(uid, episode, speaker, text) VALUES (?1, last_insert_rowid(), 'user', ?2)",
                params![turn.uid, said],
            )?;
            let forms: Vec<String> = words::split(&said).iter().flat_map(|word| words::forms(word)).collect();
            let put = "INSERT INTO words(rowid, text) VALUES (last_insert_rowid(), ?1)";
            tx.execute(put, [forms.join(" ") + " "])?;
        }
        Ok(tx.commit()?)
    }

    /// What she understands, means and sums up.
    async fn understand(&mut self, dice: &mut Dice) -> Result<()> {
        let plan = self.plan.clone();
        let turns = self.turns.clone();
        let pinned = dice.chance(0.3);
        let keep = move |tx: &Transaction<'_>| {
            if plan.summed_up
                && let (Some(first), Some(last)) = (turns.first(), turns.last())
            {
                let of = [conversation::by_id(tx, *first)?, conversation::by_id(tx, *last)?];
                conversation::summary::keep(tx, &of, &plan.canary.quoted(plan.portuguese), 0)?;
            }
            let stands_on = match turns.first() {
                Some(turn) => *turn,
                None => {
                    tx.query_row("SELECT max(id) FROM turn WHERE speaker = 'user'", [], |row| row.get(0))?
                }
            };
            let person = match plan.told {
                Told::Words | Told::Fact if !pinned => None,
                _ => {
                    let put = "INSERT INTO person(uid, name) VALUES (?1, ?2)";
                    tx.execute(put, params![Uid::random()?, plan.canary.name()])?;
                    Some(PersonId(tx.last_insert_rowid()))
                }
            };
            let fact = rows::put_fact(tx, &plan.canary.understood(plan.portuguese), person, stands_on)?;
            tx.execute(
                "INSERT OR IGNORE INTO recalled(answer, place, fact) SELECT max(id), 90, ?1 FROM turn",
                [fact],
            )?;
            if plan.told == Told::Words {
                let put = "INSERT INTO avoided(uid, words, turn) VALUES (?1, ?2, ?3)";
                tx.execute(put, params![Uid::random()?, plan.canary.words.join(" "), stands_on])?;
                let put =
                    "INSERT OR IGNORE INTO wish(turn, kind, state, words) VALUES (?1, 'avoid', 'done', ?2)";
                tx.execute(put, params![stands_on, plan.canary.words.join(" ")])?;
            }
            Ok((fact, person))
        };
        let (fact, person) = self.companion.store().write(keep).await?;
        self.read_all().await?;
        self.facts = vec![fact];
        self.person = person;
        Ok(())
    }

    /// Has every turn read for what it means, as the app does when nobody talks.
    async fn read_all(&self) -> Result<()> {
        let (store, reader) = (self.companion.store(), self.companion.reader());
        reading::read_all(store, self.companion.embedder(), reader.vectors()).await.map(|_| ())
    }

    async fn tell_ready(&self) -> Result<()> {
        let (turns, facts) = (self.turns.clone(), self.facts.clone());
        let ids = turns.clone();
        let mark = self.plan.canary.emoji.clone();
        let traces = self.companion.store().read(move |c| rows::traces(c, &ids, &mark)).await?;
        let (turns, facts) = (turns.iter().map(|id| id.0).collect(), facts.iter().map(|id| id.0).collect());
        tell(&Tells::Ready { turns, facts, traces })
    }

    async fn remove(&self) -> Result<()> {
        match (self.plan.told, self.person) {
            (Told::OffRecord, _) => self.companion.end_off_record().await,
            (Told::Words, _) if self.plan.wished => self.wish_it_gone().await?,
            (Told::Words, _) => {
                for turn in &self.turns {
                    self.companion.delete_turn(*turn).await?;
                }
            }
            (Told::Person, Some(person)) => {
                let theirs = move |c: &Connection| forgetting::facts_of_person(c, person);
                let facts = self.companion.store().read(theirs).await?;
                self.companion.delete_facts(facts).await?;
            }
            _ => drop(self.companion.delete_facts(self.facts.clone()).await?),
        }
        Ok(())
    }

    /// Asks for it in words, and confirms what is offered; what she said herself is removed by hand.
    async fn wish_it_gone(&self) -> Result<()> {
        let about = self.plan.canary.words[..3].join(" ");
        let asked = match self.plan.portuguese {
            true => format!("Esquece o que eu disse sobre {about}"),
            false => format!("Forget what I said about {about}"),
        };
        let of = self.say(&asked, Vec::new()).await?;
        let offered = self.companion.store().read(move |c| wishes::of(c, of)).await?;
        let offered = offered.context("it was not understood as a wish")?;
        if !offered.turns.contains(&of) {
            bail!("nothing to forget was found: {offered:?}");
        }
        let rest: Vec<TurnId> =
            self.turns.iter().copied().filter(|turn| !offered.turns.contains(turn)).collect();
        self.companion.confirm_wish(of, offered.turns, offered.facts).await?;
        for turn in rest {
            self.companion.delete_turn(turn).await?;
        }
        Ok(())
    }

    /// What was sent is not even held in memory any more.
    fn holds_no_texts(&self) -> Result<()> {
        if self.turns.iter().any(|turn| self.companion.dialogue().sent(*turn).is_some()) {
            bail!("what was sent is still held");
        }
        Ok(())
    }
}

/// What the model answers, one after the other.
fn answers(plan: &Plan) -> Vec<String> {
    let mut answers = vec![plan.canary.quoted(plan.portuguese)];
    if matches!(plan.told, Told::Fact | Told::Person) {
        answers = vec!["Hm.".to_owned()];
    }
    answers.push(if plan.portuguese { "Conta mais." } else { "Tell me more." }.to_owned());
    answers
}

const OTHER: [[&str; 10]; 2] = [
    ["hoje", "choveu", "muito", "café", "com", "minha", "irmã", "amanhã", "trabalho", "praia"],
    ["today", "it", "rained", "coffee", "with", "my", "sister", "tomorrow", "work", "beach"],
];

fn other_words(dice: &mut Dice, portuguese: bool) -> String {
    let words = OTHER[usize::from(!portuguese)];
    let n = 4 + dice.index(60);
    (0..n).map(|_| *dice.pick(&words)).collect::<Vec<_>>().join(" ")
}
