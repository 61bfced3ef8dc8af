use super::*;
use crate::{
    conversation::{Moment, keep_words},
    forgetting,
    id::Uid,
    memory::fact::{About, Change, Fact},
    store::{Store, StoreOptions},
};

const FIRST: i64 = 1_790_000_000_000;

/// A life in memory, on the writer's connection.
struct Life<'a, 'tx> {
    tx: &'a Transaction<'tx>,
    /// Minutes since the first words.
    minute: i64,
}

impl Life<'_, '_> {
    fn said(&mut self, text: &str) -> (TurnId, Option<KeptWish>) {
        self.minute += 5;
        let at = FIRST + self.minute * 60_000;
        let moment = Moment { at, zone: "UTC".into(), offset_seconds: 0 };
        let turn = keep_words(self.tx, Uid::random().unwrap(), text, &moment, &[]).unwrap().turn;
        let learning = Learning {
            language: Language::PtBr,
            companion: "Samantha".into(),
            at: DateTime::from_timestamp_millis(at).unwrap().fixed_offset(),
        };
        try_to(self.tx, &turn, &learning).unwrap();
        (turn.id, wishes::of(self.tx, turn.id).unwrap())
    }

    fn asked(&mut self, text: &str) -> (TurnId, KeptWish) {
        let (turn, wish) = self.said(text);
        (turn, wish.unwrap_or_else(|| panic!("{text:?} asks nothing")))
    }

    fn fact(&self, id: FactId) -> Fact {
        fact::by_id(self.tx, id, FIRST + self.minute * 60_000).unwrap()
    }

    fn texts(&self, facts: &[FactId]) -> Vec<String> {
        facts.iter().map(|id| self.fact(*id).text).collect()
    }

    /// Everything known, words and state.
    fn known(&self) -> Vec<String> {
        let wanted = fact::Wanted { past: true, limit: 100, ..fact::Wanted::default() };
        let facts = fact::list(self.tx, &wanted, FIRST + self.minute * 60_000).unwrap().facts;
        facts.into_iter().map(|fact| fact.text).collect()
    }

    fn pin(&self, id: FactId) {
        let pinned = Change { pinned: Some(true), ..Change::default() };
        fact::change(self.tx, id, &pinned, FIRST).unwrap();
    }
}

async fn live(test: impl FnOnce(&mut Life<'_, '_>) + Send + 'static) {
    let home = tempfile::tempdir().unwrap();
    let now = DateTime::from_timestamp_millis(FIRST).unwrap();
    let store = Store::open(home.path(), &StoreOptions::default(), now).unwrap();
    store
        .write(move |tx| {
            test(&mut Life { tx, minute: 0 });
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_to_be_forgotten_is_what_it_is_about_pinned_or_not() {
    live(|life| {
        life.said("Sou alérgico a amendoim.");
        let allergy = fact_ids(life.tx, TurnId(1)).unwrap();
        life.pin(allergy[0]);
        let (pedro, _) = life.said("Meu primo Pedro é engenheiro e mora em Olinda.");
        let (_, wish) = life.asked("Esquece o que eu falei do Pedro.");
        assert_eq!(wish.state, WishState::Asked);
        assert!(wish.turns.contains(&pedro) && !wish.turns.contains(&TurnId(1)), "{wish:?}");
        assert!(!wish.facts.is_empty() && !wish.facts.contains(&allergy[0]), "{:?}", life.texts(&wish.facts));
        let (_, wish) = life.asked("Esquece o que eu falei da Quitéria.");
        assert_eq!((wish.state, wish.facts.len(), wish.turns.len()), (WishState::NothingFound, 0, 0));
        let (_, wish) = life.asked("Esquece o que eu falei do amendoim.");
        assert_eq!(wish.facts, allergy, "one that is meant may be pinned");
    })
    .await;
}

#[tokio::test]
async fn what_ended_and_what_is_somebodys_is_offered_too() {
    live(|life| {
        life.said("Minha irmã Ana trabalha no Banco do Brasil.");
        life.said("A Ana não trabalha mais no Banco do Brasil.");
        let people = crate::people::all(life.tx).unwrap();
        let of_ana: Vec<FactId> = fact::list(
            life.tx,
            &fact::Wanted {
                about: Some(About::Person(people[0].id)),
                past: true,
                limit: 9,
                ..fact::Wanted::default()
            },
            FIRST,
        )
        .unwrap()
        .facts
        .iter()
        .map(|fact| fact.id)
        .collect();
        assert!(of_ana.len() > 1, "{:?}", life.known());
        let (_, wish) = life.asked("Esquece tudo o que eu te contei sobre a Ana.");
        for fact in of_ana {
            assert!(wish.facts.contains(&fact), "{:?}", life.fact(fact));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_to_be_remembered_is_kept_whole_where_rules_draw_only_a_part_of_it() {
    live(|life| {
        let (_, wish) = life.asked("Lembra que minha irmã Ana é alérgica a amendoim.");
        let texts = life.texts(&wish.facts);
        assert!(texts.iter().any(|text| text.contains("amendoim")), "{texts:?}");
        let (_, wish) = life.asked("Lembra que eu moro em Recife.");
        assert_eq!(wish.facts.len(), 1, "rules say it all: {:?}", life.texts(&wish.facts));
        let (_, wish) = life.asked("Remember that I live in Lisbon and the spare key is under the fern.");
        let texts = life.texts(&wish.facts);
        assert!(texts.iter().any(|text| text.contains("fern")), "{texts:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_before_is_remembered_by_pointing_to_it_and_let_go_with_either() {
    live(|life| {
        let (said, _) = life.said("A senha do portão é quatro sete nove.");
        let (asked, wish) = life.asked("Anota isso.");
        assert_eq!((wish.state, wish.turns.as_slice()), (WishState::Done, [said].as_slice()));
        assert_eq!(life.texts(&wish.facts), ["A senha do portão é quatro sete nove."]);
        fact::forget_of_turn(life.tx, asked).unwrap();
        wishes::let_go(life.tx, asked).unwrap();
        assert!(life.known().is_empty(), "taken back: {:?}", life.known());

        let (said, _) = life.said("O gato da Lia toma remédio às nove.");
        let (asked, wish) = life.asked("Lembra disso, por favor.");
        assert!(!wish.facts.is_empty());
        forgetting::forget_turn(life.tx, said).unwrap();
        assert!(life.known().is_empty(), "it goes with its words: {:?}", life.known());
        let sql = "SELECT count(*) FROM wish_about WHERE wish = ?1";
        assert_eq!(life.tx.query_row(sql, [asked], |row| row.get::<_, i64>(0)).unwrap(), 0);

        life.said("Moro em Recife.");
        let before = life.known();
        let (asked, wish) = life.asked("Não esquece disso.");
        assert_eq!((wish.state, life.known()), (WishState::Done, before.clone()), "it is known already");
        fact::forget_of_turn(life.tx, asked).unwrap();
        wishes::let_go(life.tx, asked).unwrap();
        assert_eq!(life.known(), before, "what was known stays");
        let (_, wish) = life.asked("Meu voo sai às seis e quinze. Anota isso, tá?");
        let texts = life.texts(&wish.facts);
        assert!(texts.iter().any(|text| text.contains("seis e quinze")), "{texts:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_before_is_left_alone_by_pointing_to_it() {
    live(|life| {
        let (_, wish) = life.asked("Não toca mais nesse assunto.");
        assert_eq!(wish.state, WishState::NothingFound, "nothing was said yet");
        let (said, _) = life.said("Sonhei com o acidente da Rua Sete.");
        let (asked, wish) = life.asked("Não toca mais nesse assunto.");
        assert_eq!(wish.state, WishState::Done);
        assert_eq!(wish.words, "Sonhei com o acidente da Rua Sete.");
        assert_eq!(avoided::all(life.tx).unwrap()[0].turn, Some(said));
        avoided::allow_of_turn(life.tx, asked).unwrap();
        assert!(avoided::all(life.tx).unwrap().is_empty(), "taken back");

        let (said, _) = life.said("O inventário da tia Zuleide ainda dói.");
        let (asked, _) = life.asked("Não quero mais falar disso.");
        forgetting::forget_turn(life.tx, said).unwrap();
        assert!(avoided::all(life.tx).unwrap().is_empty());
        let sql = "SELECT words FROM wish WHERE turn = ?1";
        assert_eq!(life.tx.query_row(sql, [asked], |row| row.get::<_, String>(0)).unwrap(), "");
    })
    .await;
}

#[tokio::test]
async fn asked_to_forget_everything_she_says_that_words_alone_do_not_do_it() {
    live(|life| {
        life.said("Moro em Recife.");
        for words in ["Esqueça tudo o que você sabe sobre mim.", "Forget everything you know about me."] {
            let (_, wish) = life.asked(words);
            assert_eq!((wish.kind, wish.state), (WishKind::Forget, WishState::Everything), "{words}");
            for language in [Language::PtBr, Language::En] {
                let nothing = KeptWish { state: WishState::NothingFound, ..wish.clone() };
                assert_ne!(heard(language, &wish), heard(language, &nothing));
                assert_ne!(told(language, &wish), told(language, &nothing));
            }
        }
    })
    .await;
}
