//! A whole life that thinks with the built-in model: how soon she begins the next answer, because what was read is
//! kept, against reading all of it again; and a stop, as the page sees it.

use crate::{Row, life::Life, median};
use anyhow::{Context as _, Result};
use samantha_api::wire::Delta;
use samantha_tests::{
    gguf::{Size, fluent, reciter, without_end},
    lives::{call, converse, say},
    local::{Asked, Local, hear, prompt},
};
use serde_json::{Value, json};
use std::time::Instant;

/// Turns that are measured.
const TURNS: usize = 50;
/// Turns before them, so that the history is past the budget from the first.
const BEFORE: usize = 60;
/// Stops as the page sees them.
const STOPS: usize = 10;

const REPLY: &str = "Sim estou aqui perto de você e lembro bem do que me contou ontem sobre sua avó naquela casa branca \
                     junto ao mar onde todos os domingos havia bolo quente café forte risadas longas histórias antigas";

const SAID: [&str; 12] = [
    "Hoje acordei cedo e fui caminhar na praia antes do trabalho, o vento estava frio mas bom",
    "Minha irmã ligou para falar do aniversário da nossa mãe e ainda não sabemos o que dar de presente",
    "O chefe pediu o relatório até sexta e eu mal comecei, acho que vou ficar até tarde outra vez",
    "Fiz a receita de pão que você me disse e ficou um pouco duro por fora, mas o cheiro estava ótimo",
    "Estou lendo um livro sobre o Japão e fiquei com vontade de viajar para lá no próximo ano",
    "O cachorro do vizinho não parou de latir a noite inteira e quase não consegui dormir",
    "Ontem encontrei um amigo da escola no mercado e conversamos mais de uma hora sobre os velhos tempos",
    "Meu filho tirou nota boa em matemática e veio correndo me mostrar a prova, fiquei muito feliz",
    "Estou com dor de cabeça desde a manhã e não sei se é o calor ou se esqueci de beber água",
    "Comecei a aprender violão de novo e os dedos doem, mas já consigo tocar uma música inteira",
    "A reunião foi longa e ninguém decidiu nada, às vezes acho que falamos demais e fazemos pouco",
    "Choveu tanto que a rua ficou cheia de água e o ônibus demorou quase duas horas para chegar",
];

fn said(turn: usize) -> String {
    let one = |place: usize| SAID.get(place % SAID.len()).copied().unwrap_or_default();
    format!("{}. {}.", one(turn), one(turn * 5 + 3))
}

pub async fn measure() -> Result<Vec<Row>> {
    let life = Life::new().await?;
    // Her own words first, so that they are words to the model, too.
    life.choose("first", &reciter("Oi! Tudo bem.")).await?;
    let asked = life.talk("Oi").await?;
    let spoken: Vec<_> = asked.prompt.messages.iter().map(|message| message.text.as_str()).collect();
    let model = fluent(Size::SMALL, &format!("{} {}", spoken.join(" "), SAID.join(" ")), REPLY);
    life.choose("fluent", &model).await?;
    for turn in 0..BEFORE {
        life.talk(&said(turn)).await?;
    }

    // The same prompts, read by a worker that knows nothing of what came before.
    let other = Local::new()?;
    other.put("fluent", &model)?;
    let forgets = other.models.model("fluent", Some(8192));
    let (mut kept, mut cut, mut all, mut tokens) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut began_with: Option<String> = None;
    for turn in BEFORE..BEFORE + TURNS {
        let asked = life.talk(&said(turn)).await?;
        let with = asked.first.context("no words came")?;
        hear(forgets.answer(prompt("?", 1))).await;
        let without = first_of(&*forgets, &asked).await?;
        // Which turns the prompt begins with tells whether some were dropped since the last one.
        let begins = asked.prompt.messages.get(1).map(|message| message.text.clone());
        let was_cut = turn > BEFORE && begins != began_with;
        began_with = begins;
        let used = asked.used.unwrap_or_default();
        println!(
            "turn {}: {:?} tokens, {:?} of them kept, first words after {with:.0} ms, without {without:.0} ms{}",
            turn + 1 - BEFORE,
            used.tokens_out.unwrap_or(0),
            used.tokens_kept.unwrap_or(0),
            if was_cut { ", history cut" } else { "" },
        );
        if was_cut { &mut cut } else { &mut kept }.push(with / without);
        all.push(without);
        tokens.push(f64::from(asked.used.and_then(|used| used.tokens_out).unwrap_or(0)));
    }
    let name = "first token of the next turn with kept prefix, against without";
    let stopped = stops().await?;
    Ok(vec![
        Row::shown("kept prefix: tokens of the prompts (median)", median(&mut tokens), ""),
        Row::shown("kept prefix: first token without (median)", median(&mut all), "ms"),
        Row::at_most(format!("{name} ({} turns, median)", kept.len()), median(&mut kept), "", 0.15),
        Row::shown(
            format!("{name}, turns at which history is cut ({}, median)", cut.len()),
            median(&mut cut),
            "",
        ),
        Row::at_most("after Stop: the last word on the page", stopped, "ms", 100.0),
    ])
}

/// Milliseconds until the first words of the same prompt.
async fn first_of(model: &dyn samantha_core::ports::LanguageModel, asked: &Asked) -> Result<f64> {
    use futures_util::StreamExt as _;
    let began = Instant::now();
    let mut answer = model.answer(asked.prompt.clone());
    while let Some(piece) = answer.next().await {
        if let samantha_core::ports::Piece::Text(_) = piece? {
            let first = began.elapsed().as_secs_f64() * 1000.0;
            // To its end, as the other one went.
            while answer.next().await.is_some() {}
            return Ok(first);
        }
    }
    anyhow::bail!("no words came")
}

/// The longest time from a stop to the last word that a page is handed.
async fn stops() -> Result<f64> {
    let life = Life::new().await?;
    life.choose("large", &without_end(Size::BENCH, 1)).await?;
    let mut longest = 0.0f64;
    for _ in 0..STOPS {
        let mut heard = converse(&life.api, say("Oi")?);
        let (mut words, mut stopped, mut last) = (0, None::<Instant>, None::<Instant>);
        while let Some(delta) = heard.recv().await {
            if let Delta::Piece { .. } = delta {
                words += 1;
                last = Some(Instant::now());
            }
            if words == 10 && stopped.is_none() {
                stopped = Some(Instant::now());
                let _nothing: Value = call(&life.api, "stop", json!({})).await?;
            }
        }
        let (stopped, last) = (stopped.context("no words came")?, last.context("no words came")?);
        longest = longest.max(last.saturating_duration_since(stopped).as_secs_f64() * 1000.0);
    }
    Ok(longest)
}
