//! What is private, and what follows from it.

use super::*;

fn make_private(life: &mut Life, words: &str) {
    let id = life.all(&Wanted { query: words.into(), past: true, ..Wanted::default() })[0].id;
    let private = Change { private: Some(true), ..Change::default() };
    life.write(|tx, now| fact::change(tx, id, &private, now)).unwrap();
}

#[test]
fn what_takes_the_place_of_something_private_is_private() {
    let lives = |town: &str| user(FactKind::Place, "lives_in", town, &format!("Mora em {town}"));
    let private = |life: &Life| life.all(&Wanted::default()).iter().all(|fact| fact.private);
    // Later, elsewhere.
    let mut life = Life::new();
    life.draw("Moro em Recife", lives("Recife"));
    make_private(&mut life, "Recife");
    life.now += 90 * DAY;
    life.draw("Mudei para Olinda", lives("Olinda"));
    assert!(private(&life));
    // A mistake.
    life.draw("Na verdade moro em Paulista", Drawn { says: Says::Corrects, ..lives("Paulista") });
    assert_eq!(life.now(), ["Mora em Paulista"]);
    assert!(private(&life));
    // In doubt.
    life.draw("Moro em Natal", lives("Natal"));
    assert_eq!(life.now().len(), 2);
    assert!(private(&life));
}

#[test]
fn what_stands_on_private_words_alone_does_not_go_away() {
    let mut life = Life::new();
    let health = user(FactKind::Health, "", "epilepsia", "Tem epilepsia");
    let turn = life.draw("Tenho epilepsia e tomo gardenal", health);
    let habit = user(FactKind::Habit, "", "gardenal", "Toma gardenal");
    assert_eq!(again(&mut life, turn, "tomo gardenal", &habit), 1);
    make_private(&mut life, "epilepsia");
    let given = |life: &Life, goes| {
        fact::for_prompt(&life.c, "o gardenal acabou", &[], goes, life.now, |_| false).unwrap().len()
    };
    assert_eq!((given(&life, Goes::Away), given(&life, Goes::Here)), (0, 1));
    life.draw("Hoje tomo gardenal cedo", habit);
    assert_eq!(given(&life, Goes::Away), 1, "said elsewhere, too");

    // What was answered with it.
    let answers: Vec<TurnId> =
        (0..3).map(|_| life.said_by(Speaker::Companion, "Lembrei do seu remédio")).collect();
    life.write(|tx, _| {
        let id: i64 = tx.query_row("SELECT id FROM fact WHERE private = 1", [], |row| row.get(0)).unwrap();
        let sql = "INSERT INTO recalled(answer, place, turn, fact) VALUES (?1, 0, ?2, ?3)";
        tx.execute(sql, (answers[0], None::<TurnId>, Some(id))).unwrap();
        tx.execute(sql, (answers[1], Some(turn), None::<i64>)).unwrap();
    });
    let private = fact::private_turns(&life.c, &answers).unwrap();
    assert_eq!(private, answers[..2].iter().copied().collect());
}

#[test]
fn what_is_concluded_from_something_private_is_private() {
    let mut life = Life::new();
    let first =
        life.draw("Tenho epilepsia desde criança", user(FactKind::Health, "", "epilepsia", "Tem epilepsia"));
    make_private(&mut life, "epilepsia");
    life.now += 10 * DAY;
    let second = life.said("A epilepsia me assustou de novo hoje");
    let text = "A epilepsia desde criança assustou de novo";
    let evidence = [(first, "Tenho epilepsia desde criança"), (second, "A epilepsia me assustou")];
    let drawn = theme(text, &evidence);
    let id = life.write(|tx, now| reflection::keep(tx, vec![drawn], now)).unwrap()[0];
    assert!(fact::by_id(&life.c, id, life.now).unwrap().private);
}
