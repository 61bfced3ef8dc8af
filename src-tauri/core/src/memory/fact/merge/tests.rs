use super::*;
use Decision::{Corrects, Doubts, Ends, New, Nothing, Past, Replaces, Same};
use FactKind::{Dislike, Event, Health, Like, Place, Work};
use FactState::{Doubted, Ended, Holds};

const DAY: i64 = 86_400_000;

fn known(id: i64, kind: FactKind, slot: &str, value: &str, state: FactState, turn: i64) -> Known {
    Known {
        id: FactId(id),
        kind,
        slot: slot.to_owned(),
        value: value.to_owned(),
        text: value.to_owned(),
        denied: keys::denies(value),
        state,
        held: Held::default(),
        last: Some(TurnId(turn)),
        last_at: turn * DAY,
        closed_by: (state == Ended).then_some(TurnId(turn + 1)),
    }
}

struct New2<'a> {
    kind: FactKind,
    slot: &'a str,
    value: &'a str,
    says: Says,
    turn: i64,
    around: &'a str,
    from: Option<i64>,
    changes: bool,
    one_of_several: bool,
}

const fn said<'a>(kind: FactKind, slot: &'a str, value: &'a str, says: Says, turn: i64) -> New2<'a> {
    New2 { kind, slot, value, says, turn, around: "", from: None, changes: false, one_of_several: false }
}

fn decided(all: &[Known], new: &New2<'_>) -> Decision {
    decide(
        all,
        &Incoming {
            kind: new.kind,
            slot: new.slot,
            nature: slots::read(new.slot).1,
            value: new.value,
            text: new.value,
            denied: keys::denies(new.value),
            says: new.says,
            held: Held { from: new.from, until: None },
            turn: TurnId(new.turn),
            said_at: new.turn * DAY,
            around: new.around,
            changes: new.changes,
            one_of_several: new.one_of_several,
        },
    )
}

#[test]
fn what_becomes_of_a_statement_beside_what_is_known() {
    let recife = || vec![known(1, Place, "lives_in", "Recife", Holds, 1)];
    let itau = || vec![known(1, Work, "works_at", "Itaú", Holds, 1)];
    let two_jobs = || {
        vec![
            known(1, Work, "works_at", "Itaú", Holds, 1),
            known(2, Work, "works_at", "Clínica Sol", Holds, 2),
        ]
    };
    let birthday = || vec![known(1, FactKind::Birthday, "birthday", "05-03", Holds, 1)];
    let doubt = || {
        vec![
            known(1, Place, "lives_in", "Recife", Doubted, 1),
            known(2, Place, "lives_in", "Olinda", Doubted, 1),
        ]
    };
    let same = |fact, word| Same { fact: FactId(fact), word };
    for (what, all, new, expected) in [
        ("nothing known", vec![], said(Place, "lives_in", "Recife", Says::Holds, 2), New),
        ("the same again", recife(), said(Place, "lives_in", "RECIFE", Says::Holds, 2), same(1, false)),
        (
            "more of the same",
            recife(),
            said(Place, "lives_in", "Recife, Boa Viagem", Says::Holds, 2),
            same(1, true),
        ),
        (
            "later, elsewhere",
            recife(),
            said(Place, "lives_in", "Olinda", Says::Holds, 3),
            Replaces(FactId(1)),
        ),
        (
            "at once, elsewhere",
            recife(),
            said(Place, "lives_in", "Olinda", Says::Holds, 1),
            Doubts(vec![FactId(1)]),
        ),
        (
            "at once, with a word of change",
            recife(),
            New2 { changes: true, ..said(Place, "lives_in", "Olinda", Says::Holds, 1) },
            Replaces(FactId(1)),
        ),
        (
            "told late of before",
            recife(),
            said(Place, "lives_in", "Natal", Says::Holds, 0),
            Past { until: Some(DAY) },
        ),
        ("it ended", recife(), said(Place, "lives_in", "recife", Says::Ended, 2), Ends(FactId(1))),
        (
            "another one ended",
            recife(),
            said(Place, "lives_in", "Natal", Says::Ended, 2),
            Past { until: None },
        ),
        (
            "it was a mistake",
            recife(),
            said(Place, "lives_in", "Olinda", Says::Corrects, 2),
            Corrects { wrong: vec![FactId(1)], right: None },
        ),
        ("a correction of nothing", vec![], said(Place, "lives_in", "Olinda", Says::Corrects, 2), New),
        (
            "another employer, who knows",
            itau(),
            said(Work, "works_at", "Caixa", Says::Holds, 9),
            Doubts(vec![FactId(1)]),
        ),
        ("also there", itau(), said(Work, "works_at", "Caixa", Says::Also, 9), New),
        (
            "one of several, by its words",
            itau(),
            New2 { one_of_several: true, ..said(Work, "works_at", "Caixa", Says::Holds, 9) },
            New,
        ),
        (
            "left this for that",
            itau(),
            New2 { around: "troquei o Itaú pela Caixa", ..said(Work, "works_at", "Caixa", Says::Holds, 9) },
            Replaces(FactId(1)),
        ),
        ("the job ended", itau(), said(Work, "works_at", "", Says::Ended, 9), Ends(FactId(1))),
        ("which job ended?", two_jobs(), said(Work, "works_at", "", Says::Ended, 9), Nothing),
        ("a third job ends none", two_jobs(), said(Work, "works_at", "Caixa", Says::Holds, 9), New),
        (
            "one of two is corrected by its name",
            two_jobs(),
            New2 { around: "não é Itaú, é Caixa", ..said(Work, "works_at", "Caixa", Says::Corrects, 9) },
            Corrects { wrong: vec![FactId(1)], right: None },
        ),
        (
            "two birthdays",
            birthday(),
            said(FactKind::Birthday, "birthday", "10-10", Says::Holds, 99),
            Doubts(vec![FactId(1)]),
        ),
        (
            "a doubt settled in talk",
            doubt(),
            said(Place, "lives_in", "Olinda", Says::Corrects, 3),
            Corrects { wrong: vec![FactId(1)], right: Some(FactId(2)) },
        ),
        (
            "said once more, it is the answer",
            doubt(),
            said(Place, "lives_in", "Olinda", Says::Holds, 3),
            Corrects { wrong: vec![FactId(1)], right: Some(FactId(2)) },
        ),
        (
            "what raised the doubt, read once more, is none",
            doubt(),
            said(Place, "lives_in", "Olinda", Says::Holds, 1),
            same(2, false),
        ),
        (
            "a third into a doubt",
            doubt(),
            said(Place, "lives_in", "Natal", Says::Holds, 30),
            Doubts(vec![FactId(1), FactId(2)]),
        ),
        (
            "what it said before it was closed",
            vec![known(1, Place, "lives_in", "Recife", Ended, 5)],
            said(Place, "lives_in", "Recife", Says::Holds, 4),
            same(1, false),
        ),
        (
            "there again",
            vec![known(1, Place, "lives_in", "Recife", Ended, 5)],
            said(Place, "lives_in", "Recife", Says::Holds, 40),
            New,
        ),
        (
            "likes stand side by side",
            vec![known(1, Like, "", "café", Holds, 1)],
            said(Like, "", "chá", Says::Holds, 2),
            New,
        ),
        (
            "the same like in English",
            vec![known(1, Like, "", "café", Holds, 1)],
            said(Like, "", "coffee", Says::Holds, 2),
            same(1, false),
        ),
        (
            "liked and disliked",
            vec![known(1, Like, "", "café", Holds, 1)],
            said(Dislike, "", "coffee", Says::Holds, 2),
            Doubts(vec![FactId(1)]),
        ),
        (
            "disliked now",
            vec![known(1, Like, "", "café", Holds, 1)],
            New2 { changes: true, ..said(Dislike, "", "café", Says::Holds, 2) },
            Replaces(FactId(1)),
        ),
        (
            "the allergy was to something else",
            vec![
                known(1, Health, "", "alergia a amendoim", Holds, 1),
                known(2, Health, "", "asma", Holds, 1),
            ],
            New2 {
                around: "minha alergia é a camarão, não a amendoim",
                ..said(Health, "", "alergia a camarão", Says::Corrects, 2)
            },
            Corrects { wrong: vec![FactId(1)], right: None },
        ),
        (
            "a narrower dislike leaves the liking",
            vec![known(1, Like, "", "coffee", Holds, 1)],
            New2 { changes: true, ..said(Dislike, "", "instant coffee", Says::Holds, 2) },
            New,
        ),
        (
            "a narrower liking leaves the dislike",
            vec![known(1, Dislike, "", "instant coffee", Holds, 1)],
            said(Like, "", "coffee", Says::Holds, 2),
            New,
        ),
        (
            "a broader dislike is against the liking",
            vec![known(1, Like, "", "café coado", Holds, 1)],
            New2 { changes: true, ..said(Dislike, "", "café", Says::Holds, 2) },
            Replaces(FactId(1)),
        ),
        (
            "what ended was narrower",
            vec![known(1, Like, "", "café", Holds, 1)],
            said(Like, "", "café solúvel", Says::Ended, 2),
            Past { until: None },
        ),
        (
            "a name that begins like another, with a word of change",
            vec![known(1, Place, "lives_in", "Porto", Holds, 1)],
            New2 { changes: true, ..said(Place, "lives_in", "Porto Alegre", Says::Holds, 40) },
            Replaces(FactId(1)),
        ),
        (
            "a part of the town, with a word of change",
            recife(),
            New2 { changes: true, ..said(Place, "lives_in", "Boa Viagem, Recife", Says::Holds, 40) },
            same(1, true),
        ),
        (
            "the other way round",
            vec![known(1, Place, "lives_in", "São José dos Campos", Holds, 1)],
            New2 { changes: true, ..said(Place, "lives_in", "São José", Says::Holds, 40) },
            Replaces(FactId(1)),
        ),
        (
            "a longer name without a word of change is the same",
            vec![known(1, FactKind::Identity, "name", "Ana", Holds, 1)],
            said(FactKind::Identity, "name", "Ana Souza", Says::Holds, 40),
            same(1, true),
        ),
        (
            "names of one stem are two",
            vec![known(1, FactKind::Relation, "partner", "Fernanda", Holds, 1)],
            said(FactKind::Relation, "partner", "Fernando", Says::Holds, 40),
            Replaces(FactId(1)),
        ),
        (
            "the opposite of the same",
            vec![known(1, FactKind::Habit, "", "eat meat", Holds, 1)],
            said(FactKind::Habit, "", "don't eat meat", Says::Holds, 2),
            Doubts(vec![FactId(1)]),
        ),
        (
            "the opposite, with a word of change",
            vec![known(1, FactKind::Possession, "", "tem carro", Holds, 1)],
            New2 { changes: true, ..said(FactKind::Possession, "", "não tem carro", Says::Holds, 2) },
            Replaces(FactId(1)),
        ),
        (
            "a feeling is of its day",
            vec![known(1, FactKind::Feeling, "", "dorme bem", Holds, 1)],
            said(FactKind::Feeling, "", "não dorme bem", Says::Holds, 2),
            New,
        ),
        (
            "a narrower denial leaves the rest",
            vec![known(1, FactKind::Habit, "", "come carne", Holds, 1)],
            said(FactKind::Habit, "", "não come carne de porco", Says::Holds, 2),
            New,
        ),
        (
            "it began long before the other was said to hold",
            itau(),
            New2 { from: Some(-3_000 * DAY), ..said(Work, "works_at", "PUC", Says::Holds, 9) },
            New,
        ),
        (
            "lived there since long before",
            recife(),
            New2 { from: Some(-3_000 * DAY), ..said(Place, "lives_in", "Olinda", Says::Holds, 90) },
            Doubts(vec![FactId(1)]),
        ),
        ("a country holds the town", recife(), said(Place, "lives_in", "Brasil", Says::Holds, 90), New),
        (
            "a town in the country",
            vec![known(1, Place, "lives_in", "Brasil", Holds, 1)],
            said(Place, "lives_in", "Recife", Says::Holds, 90),
            New,
        ),
        (
            "a move out of the town, not out of the country",
            vec![
                known(1, Place, "lives_in", "Recife", Holds, 1),
                known(2, Place, "lives_in", "Brasil", Holds, 2),
            ],
            New2 { changes: true, ..said(Place, "lives_in", "Natal", Says::Holds, 90) },
            Replaces(FactId(1)),
        ),
        (
            "an old story ends nothing",
            recife(),
            said(Place, "lives_in", "Recife", Says::Ended, 0),
            Past { until: Some(0) },
        ),
        (
            "events of one name",
            vec![known(1, Event, "", "prova", Holds, 1)],
            said(Event, "", "a prova", Says::Holds, 2),
            same(1, false),
        ),
    ] {
        assert_eq!(decided(&all, &new), expected, "{what}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_is_retired_without_a_word_for_it(
        first in "[a-z]{3,8}", second in "[a-z]{3,8}", slot in "(works_at|works_as|studies|birthday|name|)", apart in 0i64..900
    ) {
        let all = [known(1, Work, &slot, &first, Holds, 1)];
        let new = said(Work, &slot, &second, Says::Holds, 1 + apart);
        let decision = decided(&all, &new);
        let retired = matches!(decision, Replaces(_) | Corrects { .. } | Ends(_));
        proptest::prop_assert!(!retired, "{decision:?}");
    }
}
