//! Facts over time: what is believed when, what becomes of them when words are forgotten, and what the quiet model may do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../life/mod.rs"]
mod life;
mod private;
mod quiet;

use chrono::TimeDelta;
use life::{begin, contains, say, with_model};
use rusqlite::{Connection, Transaction};
use samantha_core::{
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    dialogue::Request,
    forgetting,
    id::{TurnId, Uid},
    locale::Language,
    memory::fact::{
        self, About, Change, Drawn, Evidence, Fact, FactKind, FactState, Goes, Held, MadeBy, Says, Settled,
        Wanted, Whom, reflection,
    },
    people,
    ports::{Family, Purpose},
    profile, settings,
    store::{SCHEMA_VERSION, create_old},
    testing::TestCompanion,
};
use serde_json::json;

const DAY: i64 = 86_400_000;
/// 2 March 2026, 12:00 in São Paulo.
const MARCH: i64 = 1_772_463_600_000;

struct Life {
    c: Connection,
    now: i64,
}

impl Life {
    fn new() -> Self {
        let mut c = Connection::open_in_memory().unwrap();
        c.execute_batch("PRAGMA foreign_keys=ON").unwrap();
        create_old(&mut c, SCHEMA_VERSION).unwrap();
        Self { c, now: MARCH }
    }

    fn write<T>(&mut self, change: impl FnOnce(&Transaction<'_>, i64) -> T) -> T {
        let tx = self.c.transaction().unwrap();
        let value = change(&tx, self.now);
        tx.commit().unwrap();
        value
    }

    fn said(&mut self, text: &str) -> TurnId {
        self.said_by(Speaker::User, text)
    }

    fn said_by(&mut self, speaker: Speaker, text: &str) -> TurnId {
        self.now += 60_000;
        self.write(|tx, now| {
            let said = Moment { at: now, zone: "America/Sao_Paulo".into(), offset_seconds: -10_800 };
            let (uid, answer) = (Uid::random().unwrap(), Answer::default());
            let state = TurnState::Complete;
            let new = NewTurn { uid, speaker, text, state, said: &said, reply_to: None, answer: &answer };
            conversation::keep_written(tx, &new).unwrap()
        })
    }

    /// Says something and draws one fact from it, with the whole text as its proof.
    fn draw(&mut self, text: &str, drawn: Drawn) -> TurnId {
        let turn = self.said(text);
        let drawn = Drawn { evidence: vec![Evidence { turn, quote: text.to_owned() }], ..drawn };
        let (kept, why) = self.write(|tx, now| fact::keep_proved(tx, vec![drawn], now)).unwrap();
        assert_eq!(kept.len(), 1, "{text}: {why:?}");
        turn
    }

    fn all(&self, wanted: &Wanted) -> Vec<Fact> {
        fact::list(&self.c, &Wanted { limit: 100, ..wanted.clone() }, self.now).unwrap().facts
    }

    fn texts(&self, wanted: &Wanted) -> Vec<String> {
        self.all(wanted).into_iter().map(|fact| fact.text).collect()
    }

    fn now(&self) -> Vec<String> {
        self.texts(&Wanted::default())
    }

    fn forget(&mut self, turn: TurnId) {
        self.write(|tx, _| forgetting::forget_turn(tx, turn)).unwrap();
    }

    /// Every text of every row of what is remembered.
    fn dump(&self) -> String {
        let mut all = String::new();
        for sql in [
            "SELECT text || ' ' || value FROM fact",
            "SELECT text || ' ' || value || ' ' || name || ' ' || relation FROM receipt",
            "SELECT name || ' ' || relation FROM person",
            "SELECT form FROM fact_word",
        ] {
            let mut statement = self.c.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.for_each(|row| all.push_str(&format!("{}\n", row.unwrap())));
        }
        all.to_lowercase()
    }
}

fn of(whom: Whom, kind: FactKind, slot: &str, value: &str, text: &str, says: Says) -> Drawn {
    Drawn {
        whom,
        kind,
        slot: slot.into(),
        value: value.into(),
        text: text.into(),
        language: Language::PtBr,
        says,
        held: Held::default(),
        confidence: 0.8,
        made_by: MadeBy::Model,
        evidence: Vec::new(),
    }
}

fn user(kind: FactKind, slot: &str, value: &str, text: &str) -> Drawn {
    of(Whom::User, kind, slot, value, text, Says::Holds)
}

fn someone(name: &str, relation: &str, kind: FactKind, slot: &str, value: &str, text: &str) -> Drawn {
    let whom = Whom::Someone { name: name.into(), relation: relation.into() };
    of(whom, kind, slot, value, text, Says::Holds)
}

#[test]
fn what_she_believed_on_a_day_is_what_she_had_been_told_by_then() {
    let mut life = Life::new();
    life.draw("Moro em Recife", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
    let spring = life.now;
    life.now += 90 * DAY;
    life.draw("Mudei para Olinda", user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"));
    let summer = life.now;
    life.now += 30 * DAY;
    let wrong = user(FactKind::Place, "lives_in", "Paulista", "Mora em Paulista");
    life.draw("Na verdade é Paulista, moro em Paulista", Drawn { says: Says::Corrects, ..wrong });
    let believed = |at: i64| life.all(&Wanted { believed_at: Some(at), ..Wanted::default() });
    let (then, later, today) = (believed(spring), believed(summer), believed(life.now));
    assert_eq!(then.len(), 1);
    assert_eq!(
        (then[0].text.as_str(), then[0].state, then[0].held.until),
        ("Mora em Recife", FactState::Holds, None)
    );
    assert_eq!((later[0].text.as_str(), later[0].state), ("Mora em Olinda", FactState::Holds));
    assert_eq!(today[0].text, "Mora em Paulista");
    let detail = fact::detail(&life.c, today[0].id, life.now).unwrap();
    assert_eq!(
        detail.earlier.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>(),
        ["Mora em Olinda", "Mora em Recife"]
    );
    assert_eq!(detail.receipts.len(), 1);
    let mark = detail.receipts[0].marks[0].clone();
    assert_eq!(&detail.receipts[0].excerpt[mark], "Na verdade é Paulista, moro em Paulista");
    let old = life.all(&Wanted { past: true, ..Wanted::default() });
    let recife = old.iter().find(|fact| fact.text == "Mora em Recife").unwrap();
    assert_eq!(recife.state, FactState::Ended);
    assert_eq!(fact::detail(&life.c, recife.id, life.now).unwrap().later.unwrap().text, "Mora em Olinda");
}

#[test]
fn a_list_is_filtered_by_words_person_kind_and_time() {
    let mut life = Life::new();
    life.draw("Moro em Recife desde 2019", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
    life.draw("Adoro frevo", user(FactKind::Like, "", "frevo", "Adora frevo"));
    life.draw(
        "Minha irmã Ana toca sanfona",
        someone("Ana", "irmã", FactKind::Habit, "", "sanfona", "Toca sanfona"),
    );
    let ana = people::all(&life.c).unwrap()[0].id;
    let query = |words: &str| life.texts(&Wanted { query: words.into(), ..Wanted::default() });
    assert_eq!(query("recif"), ["Mora em Recife"], "unfinished words find");
    assert_eq!(query("sister"), ["Toca sanfona"], "and whose they are, in either language");
    assert_eq!(query("ana"), ["Toca sanfona"]);
    assert!(query("piano").is_empty());
    assert_eq!(
        life.texts(&Wanted { about: Some(About::Person(ana)), ..Wanted::default() }),
        ["Toca sanfona"]
    );
    assert_eq!(life.texts(&Wanted { kind: Some(FactKind::Like), ..Wanted::default() }), ["Adora frevo"]);
    let before = Some(1_500_000_000_000);
    assert!(
        !life.texts(&Wanted { until: before, ..Wanted::default() }).contains(&"Mora em Recife".to_owned())
    );
    let page = fact::list(&life.c, &Wanted { limit: 2, skip: 2, ..Wanted::default() }, life.now).unwrap();
    assert_eq!((page.facts.len(), page.total, page.kinds.len()), (1, 3, 3));
    let known = fact::people_known(&life.c, life.now).unwrap();
    assert_eq!((known[0].person.name.as_str(), known[0].facts), ("Ana", 1));
    assert_eq!(fact::person_known(&life.c, ana, life.now).unwrap().as_ref(), Some(&known[0]));
}

#[test]
fn a_fact_goes_with_its_last_receipt_and_what_it_closed_is_open_again() {
    let mut life = Life::new();
    life.draw("Moro em Recife", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
    life.now += 90 * DAY;
    let moved = life.draw("Mudei para Olinda", user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"));
    assert_eq!(life.now(), ["Mora em Olinda"]);
    life.forget(moved);
    assert_eq!(life.now(), ["Mora em Recife"]);
    let open = &life.all(&Wanted::default())[0];
    assert_eq!(
        (open.state, open.held.until, open.closed_at, open.replaced_by),
        (FactState::Holds, None, None, None)
    );
    assert!(!life.dump().contains("olinda"), "{}", life.dump());
}

#[test]
fn what_closed_a_fact_stays_closed_while_other_words_say_the_new_one() {
    let mut life = Life::new();
    life.draw("Moro em Recife", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
    life.now += 90 * DAY;
    let moved = life.draw("Mudei para Olinda", user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"));
    life.draw(
        "Moro em Olinda, perto do farol",
        user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"),
    );
    life.forget(moved);
    assert_eq!(life.now(), ["Mora em Olinda"]);
    let past = life.all(&Wanted { past: true, ..Wanted::default() });
    assert_eq!(past.iter().find(|fact| fact.text == "Mora em Recife").unwrap().state, FactState::Ended);
}

#[test]
fn what_is_left_is_worded_and_named_by_the_receipts_that_are_left() {
    let mut life = Life::new();
    life.draw("Minha irmã toca sanfona", someone("", "irmã", FactKind::Habit, "", "sanfona", "Toca sanfona"));
    let named = life.draw(
        "Minha irmã Genoveva toca sanfona vermelha",
        someone("Genoveva", "irmã", FactKind::Habit, "", "sanfona vermelha", "Toca sanfona vermelha"),
    );
    assert_eq!(life.now(), ["Toca sanfona vermelha"]);
    assert_eq!(people::all(&life.c).unwrap()[0].name, "Genoveva");
    let before = life.all(&Wanted::default())[0].confidence;
    life.forget(named);
    let left = &life.all(&Wanted::default())[0];
    assert_eq!(left.text, "Toca sanfona");
    assert!(left.confidence < before);
    let dump = life.dump();
    assert!(!dump.contains("genoveva") && !dump.contains("vermelh"), "{dump}");
    assert_eq!(people::all(&life.c).unwrap()[0].relation, "irmã");
    let last = conversation::last(&life.c).unwrap().unwrap().id;
    life.forget(last);
    assert!(people::all(&life.c).unwrap().is_empty() && life.dump().trim().is_empty());
}

#[test]
fn a_turn_that_is_being_removed_takes_what_stands_on_it_out_of_sight_at_once() {
    let mut life = Life::new();
    let turn = life.draw(
        "Tenho um gato chamado Fumaça",
        user(FactKind::Possession, "", "gato Fumaça", "Tem um gato chamado Fumaça"),
    );
    let later = life.now + 10_000;
    life.write(|tx, _| conversation::forgetting::hide(tx, turn, later)).unwrap();
    assert!(life.now().is_empty());
    life.write(|tx, _| conversation::forgetting::bring_back(tx, turn)).unwrap();
    assert_eq!(life.now().len(), 1);
}

#[test]
fn a_doubt_ends_when_what_spoke_against_it_is_forgotten_or_settled() {
    let mut life = Life::new();
    let one = user(FactKind::Birthday, "birthday", "05-03", "Faz aniversário em 3 de maio");
    life.draw("Meu aniversário é 3 de maio", one);
    let two = || user(FactKind::Birthday, "birthday", "10-10", "Faz aniversário em 10 de outubro");
    let turn = life.draw("Meu aniversário é 10 de outubro", two());
    assert_eq!(life.all(&Wanted { doubted: true, ..Wanted::default() }).len(), 2);
    life.forget(turn);
    assert!(life.all(&Wanted::default()).iter().all(|fact| fact.state == FactState::Holds));
    life.draw("Meu aniversário é 10 de outubro", two());
    let doubted = life.all(&Wanted { doubted: true, ..Wanted::default() });
    assert_eq!(doubted.len(), 2);
    let right = doubted.iter().find(|fact| fact.value == "10 10").unwrap().id;
    life.write(|tx, now| fact::settle(tx, right, Settled::ThisHolds, now)).unwrap();
    assert_eq!(life.now(), ["Faz aniversário em 10 de outubro"]);
    assert!(life.all(&Wanted { doubted: true, ..Wanted::default() }).is_empty());
}

#[test]
fn a_text_by_hand_takes_the_place_of_what_was_believed() {
    let mut life = Life::new();
    let turn = life.draw("Trabalho no Itaú", user(FactKind::Work, "works_at", "Itaú", "Trabalha no Itaú"));
    let id = life.all(&Wanted::default())[0].id;
    let change = Change { text: Some("Trabalha na Caixa".into()), pinned: Some(true), ..Change::default() };
    let changed = life.write(|tx, now| fact::change(tx, id, &change, now)).unwrap();
    assert_eq!((changed.made_by, changed.pinned, changed.slot.as_str()), (MadeBy::Person, true, "works_at"));
    let detail = fact::detail(&life.c, changed.id, life.now).unwrap();
    assert_eq!(
        (detail.earlier[0].text.as_str(), detail.earlier[0].state),
        ("Trabalha no Itaú", FactState::Corrected)
    );
    life.forget(turn);
    assert_eq!(life.now(), ["Trabalha na Caixa"], "what the person wrote stays");
    assert!(!life.dump().contains("itau") && !life.dump().contains("itaú"));
}

#[test]
fn pinned_ones_are_always_given_private_ones_never_away_and_small_talk_brings_up_nothing() {
    let mut life = Life::new();
    life.draw(
        "Minha irmã Ana mora em Olinda",
        someone("Ana", "irmã", FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"),
    );
    life.draw("Tenho diabetes", user(FactKind::Health, "", "diabetes", "Tem diabetes"));
    life.draw("Adoro calor", user(FactKind::Like, "", "calor", "Adora calor"));
    let diabetes = life.all(&Wanted { query: "diabetes".into(), ..Wanted::default() })[0].id;
    let given = |life: &Life, words: &str, goes| -> Vec<String> {
        let facts = fact::for_prompt(&life.c, words, &[], goes, life.now, |_| false).unwrap();
        facts.into_iter().map(|(fact, _)| fact.text).collect()
    };
    assert!(given(&life, "que calor hoje", Goes::Here).is_empty());
    assert_eq!(given(&life, "vou visitar minha irmã", Goes::Away), ["Mora em Olinda"]);
    assert_eq!(given(&life, "minha diabetes anda alta", Goes::Away), ["Tem diabetes"]);
    let private = Change { private: Some(true), pinned: Some(true), ..Change::default() };
    life.write(|tx, now| fact::change(tx, diabetes, &private, now)).unwrap();
    assert!(given(&life, "minha diabetes anda alta", Goes::Away).is_empty());
    assert_eq!(given(&life, "que calor hoje", Goes::Here), ["Tem diabetes"], "pinned");
    let turns: Vec<TurnId> = (1..=3).map(TurnId).collect();
    assert_eq!(fact::private_turns(&life.c, &turns).unwrap().into_iter().collect::<Vec<_>>(), [TurnId(2)]);
}

#[test]
fn what_is_unused_sinks_and_rises_again_when_touched() {
    let mut life = Life::new();
    life.draw("Adoro frevo", user(FactKind::Like, "", "frevo", "Adora frevo"));
    let fact = life.all(&Wanted::default()).remove(0);
    let (fresh, old) = (fact::presence(&fact, life.now), fact::presence(&fact, life.now + 2_000 * DAY));
    assert!(old < fresh / 3.0 && old > 0.0, "{fresh} {old}");
    life.now += 2_000 * DAY;
    life.write(|tx, now| fact::touch(tx, &[fact.id], now)).unwrap();
    let touched = life.all(&Wanted::default()).remove(0);
    assert!(fact::presence(&touched, life.now) >= fresh);
}

/// Draws from a turn once more, as a model does that is shown it later.
fn again(life: &mut Life, turn: TurnId, quote: &str, drawn: &Drawn) -> usize {
    let evidence = vec![Evidence { turn, quote: quote.to_owned() }];
    let drawn = Drawn { evidence, ..drawn.clone() };
    life.write(|tx, now| fact::keep_drawn(tx, vec![drawn], now)).unwrap().len()
}

#[test]
fn what_was_forgotten_is_not_drawn_again_from_the_words_that_stay() {
    let mut life = Life::new();
    let epilepsy = user(FactKind::Health, "", "epilepsia", "Tem epilepsia");
    let text = "Tenho epilepsia. Moro em Recife.";
    let turn = life.said(text);
    assert_eq!(again(&mut life, turn, "Tenho epilepsia", &epilepsy), 1);
    let id = life.all(&Wanted::default())[0].id;
    let later = life.now + 10_000;
    life.write(|tx, _| fact::hide(tx, id, later)).unwrap();
    assert_eq!(again(&mut life, turn, "Tenho epilepsia", &epilepsy), 0, "while it can be undone");
    life.write(|tx, _| fact::forget(tx, id)).unwrap();
    assert_eq!(again(&mut life, turn, "Tenho epilepsia", &epilepsy), 0);
    assert_eq!(again(&mut life, turn, text, &epilepsy), 0, "nor with more of its words");
    let by_rules = Drawn { made_by: MadeBy::Rules, ..epilepsy.clone() };
    assert_eq!(again(&mut life, turn, "Tenho epilepsia", &by_rules), 0);
    let place = user(FactKind::Place, "lives_in", "Recife", "Mora em Recife");
    assert_eq!(again(&mut life, turn, "Moro em Recife", &place), 1, "what else the turn says may be known");
    life.draw("Lembra que tenho epilepsia", epilepsy.clone());
    assert_eq!(life.now().len(), 2, "said anew it is known again");
}

#[test]
fn what_was_not_to_be_remembered_stays_unknown_until_the_words_are_others() {
    let mut life = Life::new();
    let drawn = user(FactKind::Health, "", "asma", "Tem asma");
    let turn = life.draw("Lembra que tenho asma", drawn.clone());
    life.write(|tx, _| fact::forget_of_turn(tx, turn)).unwrap();
    assert_eq!(again(&mut life, turn, "tenho asma", &drawn), 0);
    life.write(|tx, _| {
        tx.execute("UPDATE turn SET text = 'Sim, tenho asma desde pequena' WHERE id = ?1", [turn]).unwrap();
        fact::words_changed(tx, turn)
    })
    .unwrap();
    assert_eq!(again(&mut life, turn, "tenho asma", &drawn), 1);
}

#[test]
fn a_name_given_by_a_forgotten_turn_does_not_stay_in_what_later_turns_say() {
    let lives =
        |name: &str| someone(name, "irmã", FactKind::Place, "lives_in", "Natal", "Genoveva mora em Natal");
    let mut life = Life::new();
    let named = life.said("Minha irmã Genoveva me ligou");
    let turn = life.draw("Ela mora em Natal", lives("Genoveva"));
    let detail = fact::detail(&life.c, life.all(&Wanted::default())[0].id, life.now).unwrap();
    let turns: Vec<TurnId> = detail.receipts.iter().map(|receipt| receipt.turn.id).collect();
    assert_eq!(turns, [named, turn], "how she knows whose it is");
    let later = life.now + 10_000;
    life.write(|tx, _| conversation::forgetting::hide(tx, named, later)).unwrap();
    assert!(life.now().is_empty(), "at once");
    life.write(|tx, _| conversation::forgetting::bring_back(tx, named)).unwrap();
    assert_eq!(life.now().len(), 1);
    life.forget(named);
    assert!(!life.dump().contains("genoveva"), "{}", life.dump());

    // Both turns prove it, with one text.
    let mut life = Life::new();
    let (one, two) =
        (life.said("Minha irmã Genoveva mora em Natal"), life.said("Minha irmã mora em Natal, sim"));
    let quote = |turn, quote: &str| Evidence { turn, quote: quote.to_owned() };
    let evidence = vec![quote(one, "Genoveva mora em Natal"), quote(two, "Minha irmã mora em Natal")];
    let drawn = Drawn { evidence, ..lives("Genoveva") };
    assert_eq!(life.write(|tx, now| fact::keep_drawn(tx, vec![drawn], now)).unwrap().len(), 1);
    life.forget(one);
    assert!(!life.dump().contains("genoveva"), "{}", life.dump());

    // The relation stands in the second one's own words: it is all that is left of whose it is.
    let mut life = Life::new();
    let named = life.said("Minha irmã Genoveva me ligou");
    let text = "Mora em Natal";
    life.draw("Minha irmã mora em Natal", Drawn { text: text.into(), ..lives("Genoveva") });
    assert_eq!(people::all(&life.c).unwrap()[0].name, "Genoveva");
    life.forget(named);
    assert_eq!(life.now(), [text]);
    assert!(!life.dump().contains("genoveva"));
    assert_eq!(people::all(&life.c).unwrap()[0].relation, "irmã");
}

#[test]
fn what_she_asked_and_was_told_yes_to_stands_on_the_yes() {
    let drawn = user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda");
    for (answer, holds) in [
        ("Moro em Recife.", false),
        ("Right now I live in Recife", false),
        ("Moro sim", true),
        ("Sim!", true),
        ("Tenho dois gatos", false),
    ] {
        let mut life = Life::new();
        let asked = life.said_by(Speaker::Companion, "Você mora em Olinda?");
        let said = life.said(answer);
        assert_eq!(again(&mut life, asked, "Você mora em Olinda?", &drawn), usize::from(holds), "{answer}");
        if holds {
            life.forget(said);
            assert!(life.dump().trim().is_empty(), "{answer}: {}", life.dump());
        }
    }
    let mut life = Life::new();
    let asked = life.said_by(Speaker::Companion, "Você mora em Olinda?");
    life.said("Moro");
    again(&mut life, asked, "mora em Olinda", &drawn);
    life.forget(asked);
    assert!(life.dump().trim().is_empty(), "{}", life.dump());
}

#[test]
fn forgetting_the_middle_of_a_chain_leaves_the_last_the_only_one() {
    for by_turn in [false, true] {
        let mut life = Life::new();
        let mut turns = Vec::new();
        for (text, town) in
            [("Moro em Recife", "Recife"), ("Mudei para Olinda", "Olinda"), ("Mudei para Natal", "Natal")]
        {
            turns.push(life.draw(text, user(FactKind::Place, "lives_in", town, &format!("Mora em {town}"))));
            life.now += 90 * DAY;
        }
        let past = life.all(&Wanted { past: true, ..Wanted::default() });
        let olinda = past.iter().find(|fact| fact.text == "Mora em Olinda").unwrap().id;
        if by_turn {
            life.forget(turns[1]);
        } else {
            life.write(|tx, _| fact::forget(tx, olinda)).unwrap();
        }
        assert_eq!(life.now(), ["Mora em Natal"]);
        let natal = life.all(&Wanted::default())[0].id;
        let earlier = fact::detail(&life.c, natal, life.now).unwrap().earlier;
        assert_eq!(earlier.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>(), ["Mora em Recife"]);
        assert!(!life.dump().contains("olinda"));
        life.forget(turns[2]);
        // The words that told of Olinda stay where only the fact was forgotten.
        let open: &[&str] = if by_turn { &["Mora em Recife"] } else { &[] };
        assert_eq!(life.now(), open);
    }
}

#[test]
fn what_was_said_to_hold_did_not_end_before_that() {
    let mut life = Life::new();
    life.draw("Moro em Recife", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
    let said = life.now;
    life.now += 5 * DAY;
    let drawn = user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda");
    life.draw(
        "Me mudei para Olinda no dia 20 de fevereiro",
        Drawn { held: Held { from: Some(said - 10 * DAY), until: None }, ..drawn },
    );
    let past = life.all(&Wanted { past: true, ..Wanted::default() });
    let recife = past.iter().find(|fact| fact.text == "Mora em Recife").unwrap();
    assert_eq!((recife.state, recife.held.until), (FactState::Ended, Some(said)));
}

#[test]
fn of_a_doubt_the_one_that_is_left_is_none() {
    let doubted = |life: &Life| life.all(&Wanted { doubted: true, ..Wanted::default() }).len();
    let two = || {
        let mut life = Life::new();
        life.draw("Moro em Recife", user(FactKind::Place, "lives_in", "Recife", "Mora em Recife"));
        life.draw("Moro em Olinda", user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"));
        assert_eq!(doubted(&life), 2);
        life
    };
    // One ends.
    let mut life = two();
    let ended = of(Whom::User, FactKind::Place, "lives_in", "Olinda", "Morou em Olinda", Says::Ended);
    life.draw("Não moro mais em Olinda", ended);
    assert_eq!((life.now().as_slice(), doubted(&life)), (["Mora em Recife".to_owned()].as_slice(), 0));
    // One is said once more.
    let mut life = two();
    life.draw("Moro em Olinda", user(FactKind::Place, "lives_in", "Olinda", "Mora em Olinda"));
    assert_eq!((life.now().as_slice(), doubted(&life)), (["Mora em Olinda".to_owned()].as_slice(), 0));
    // They are made one by hand.
    let mut life = two();
    let ids: Vec<_> = life.all(&Wanted::default()).iter().map(|fact| fact.id).collect();
    life.write(|tx, now| fact::merge_facts(tx, ids[0], &ids[1..], now)).unwrap();
    assert_eq!((life.now().len(), doubted(&life)), (1, 0));
    // One gets other words by hand.
    let mut life = two();
    let id = life.all(&Wanted::default())[0].id;
    let change = Change { about: Some(About::Companion), ..Change::default() };
    life.write(|tx, now| fact::change(tx, id, &change, now)).unwrap();
    assert_eq!(doubted(&life), 0, "it was said of another");
}

#[test]
fn more_of_what_was_asked_to_be_remembered_words_it_anew() {
    let mut life = Life::new();
    let asked = |text: &str| Drawn { made_by: MadeBy::Person, ..user(FactKind::Other, "", text, text) };
    life.draw("Médico terça", asked("Médico terça"));
    life.draw("Médico terça às 10", asked("Médico terça às 10"));
    assert_eq!(life.now(), ["Médico terça às 10"]);
}

#[test]
fn the_name_of_the_user_is_the_one_they_said() {
    let mut life = Life::new();
    assert_eq!(fact::name_of_user(&life.c).unwrap(), None);
    life.draw("Meu nome é Rosa", user(FactKind::Identity, "name", "Rosa", "Chama-se Rosa"));
    assert_eq!(fact::name_of_user(&life.c).unwrap().as_deref(), Some("Rosa"));
    let query = |words: &str| life.texts(&Wanted { query: words.into(), ..Wanted::default() });
    assert_eq!(query("rosa"), ["Chama-se Rosa"]);
    assert!(query("pink").is_empty());
}

fn theme(text: &str, evidence: &[(TurnId, &str)]) -> Drawn {
    let evidence =
        evidence.iter().map(|(turn, quote)| Evidence { turn: *turn, quote: (*quote).to_owned() }).collect();
    Drawn { evidence, made_by: MadeBy::Reflection, ..user(FactKind::Theme, "", text, text) }
}

#[test]
fn a_conclusion_needs_words_of_two_episodes_and_goes_with_any_of_them() {
    let mut life = Life::new();
    let first = life.said("Não dormi quase nada por causa da apresentação");
    let same_day = life.said("A apresentação me tira o sono mesmo");
    life.now += 10 * DAY;
    let second = life.said("Outra noite em claro antes da reunião");
    let keep =
        |life: &mut Life, drawn| life.write(|tx, now| reflection::keep(tx, vec![drawn], now)).unwrap().len();
    let text = "Antes de apresentação ou reunião passa a noite em claro, não dormi quase nada";
    let one_day = [(first, "Não dormi quase nada"), (same_day, "me tira o sono mesmo")];
    assert_eq!(keep(&mut life, theme(text, &one_day)), 0, "one episode");
    let made_up = [(first, "Não dormi quase nada"), (second, "chorei a noite inteira")];
    assert_eq!(keep(&mut life, theme(text, &made_up)), 0, "words nobody said");
    let both = [(first, "Não dormi quase nada"), (second, "Outra noite em claro")];
    assert_eq!(
        keep(&mut life, theme("Briga com o Roberto antes de cada reunião", &both)),
        0,
        "a name nobody said"
    );
    assert_eq!(keep(&mut life, theme(text, &both)), 1);
    assert_eq!(keep(&mut life, theme(text, &both)), 1, "known already");
    assert_eq!(life.now(), [text]);
    life.forget(second);
    assert!(life.now().is_empty() && !life.dump().contains("claro"));
}
