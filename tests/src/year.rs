//! Long lives for benches: any number of turns, written in bulk through the store (a thousand a transaction), the same
//! for a seed. Words follow Zipf's law over a vocabulary of common words of both languages and made-up rarer ones.

use crate::Dice;
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use samantha_core::{
    clock::local_at,
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    id::Uid,
    settings,
    store::{Store, StoreOptions},
};
use std::path::Path;

const COMMON: &str = "a o que de e eu não é um uma para com se na no mas ele ela isso foi muito hoje ontem amanhã casa \
    trabalho mãe pai irmã irmão amigo amiga gente dia noite semana mês ano café jantar viagem livro filme música cachorro \
    gato chuva sol praia cidade rua escola médico dormir acordar pensar falar lembrar esquecer querer gostar amar medo \
    alegria tristeza raiva calma dinheiro aluguel chefe reunião projeto prazo telefone mensagem foto jardim cozinha pão \
    the to and of it in is was you that for on with my me at so have this but they her his we had be not are as what \
    today yesterday tomorrow home work mother father sister brother friend people day night week month year coffee dinner \
    trip book film music dog cat rain sun beach city street school doctor sleep wake think talk remember forget want like \
    love fear joy anger calm money rent boss meeting project deadline phone message photo garden kitchen bread";
const ONSETS: [&str; 16] =
    ["b", "br", "c", "d", "f", "g", "gr", "l", "m", "n", "p", "r", "s", "t", "tr", "v"];
const NUCLEI: [&str; 10] = ["a", "e", "i", "o", "u", "ã", "é", "ei", "ou", "ia"];
const CODAS: [&str; 6] = ["", "n", "r", "s", "l", "m"];
const RARE: usize = 12_000;

/// Draws words.
#[derive(Clone, Debug)]
pub struct Words {
    all: Vec<String>,
    dice: Dice,
}

impl Words {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(17);
        let mut all: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        for _ in 0..RARE {
            let syllables = 2 + dice.index(3);
            let word = (0..syllables)
                .map(|_| format!("{}{}{}", dice.pick(&ONSETS), dice.pick(&NUCLEI), dice.pick(&CODAS)));
            let word = word.collect();
            all.push(word);
        }
        Self { all, dice: Dice::new(seed) }
    }

    /// A word: rank r about as often as 1 / r.
    pub fn word(&mut self) -> &str {
        let share = self.dice.share();
        let rank = ((self.all.len() as f64).powf(share) - 1.0) as usize;
        &self.all[rank.min(self.all.len() - 1)]
    }

    /// One of the rarer half of the words.
    pub fn rare(&mut self) -> &str {
        let half = self.all.len() / 2;
        let at = half + self.dice.index(half);
        &self.all[at]
    }

    /// A few sentences, now and then with Markdown in them.
    pub fn text(&mut self, longest: usize) -> String {
        let mut text = String::new();
        for n in 0..1 + self.dice.index(longest) {
            if n > 0 {
                text.push(' ');
            }
            let words = 4 + self.dice.index(12);
            for w in 0..words {
                let word = self.word().to_owned();
                if w == 0 {
                    let mut letters = word.chars();
                    text.extend(letters.next().map(|c| c.to_uppercase().to_string()));
                    text.push_str(letters.as_str());
                } else {
                    text.push(' ');
                    text.push_str(&word);
                }
            }
            text.push(if self.dice.index(6) == 0 { '?' } else { '.' });
        }
        match self.dice.index(40) {
            0 => text.push_str("\n\n- um\n- dois\n- **três**"),
            1 => text.push_str("\n\n```rust\nfn main() {}\n```"),
            _ => {}
        }
        text
    }
}

/// A long life.
#[derive(Clone, Copy, Debug)]
pub struct Year {
    pub turns: u32,
    pub seed: u64,
    /// When it ends; it begins about four minutes a turn before.
    pub ends: DateTime<Utc>,
}

/// Writes such a life into an empty data folder. Gives its turns.
///
/// # Errors
/// When it can't be written.
pub async fn write(home: &Path, year: Year) -> Result<u32> {
    let store = Store::open(home, &StoreOptions::default(), year.ends)?;
    let zone = chrono_tz::America::Sao_Paulo;
    let mut words = Words::new(year.seed);
    let mut dice = Dice::new(year.seed ^ 1);
    let mut at = year.ends - TimeDelta::minutes(i64::from(year.turns) * 12);
    let mut left = year.turns;
    while left > 0 {
        let batch = left.min(1_000);
        left -= batch;
        let mut turns = Vec::new();
        for n in 0..batch {
            let users = n % 2 == 0;
            turns.push((users, words.text(if users { 2 } else { 4 }), at));
            // Talks of twenty turns or so, then a silence.
            at += if dice.index(20) == 0 { TimeDelta::minutes(220) } else { TimeDelta::seconds(60) };
        }
        store
            .write(move |tx| {
                let mut asked = None;
                for (users, text, at) in &turns {
                    let local = local_at(*at, zone);
                    let said = Moment {
                        at: at.timestamp_millis(),
                        zone: zone.name().to_owned(),
                        offset_seconds: local.offset().local_minus_utc(),
                    };
                    let speaker = if *users { Speaker::User } else { Speaker::Companion };
                    let reply_to = if *users { None } else { asked };
                    let (uid, state, answer) = (Uid::random()?, TurnState::Complete, Answer::default());
                    let new = NewTurn { uid, speaker, text, state, said: &said, reply_to, answer: &answer };
                    asked = Some(conversation::keep_written(tx, &new)?);
                }
                settings::change(tx, &settings::Change { welcomed: Some(true), ..Default::default() })
            })
            .await?;
    }
    store.close().await?;
    Ok(year.turns)
}
