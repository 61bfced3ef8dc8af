//! Finding what was said before: what is asked for, which turns answer it, and how they are quoted.

use super::{Found, time, words};
use crate::locale::Language;
use chrono::{DateTime, Datelike as _, Duration, FixedOffset};

/// Something the person wants found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// The words to look for, as they were typed, in lower case.
    pub words: Vec<String>,
    /// Whose words are wanted.
    pub whose: Whose,
    /// Whether the moment is what is asked for.
    pub when: bool,
    /// Whether it is plainly about what was said, and not perhaps about the world.
    pub plainly: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Users,
    Hers,
}

/// Plainly about what was said.
const PLAINLY: &str = "did i tell|have i told|i ever told|did i ever tell|did i say|did i mention|have i mentioned|did i talk|have i talked|did i write|\
    i have told you|ive told you|ive said about|ive told|i ever mention|i ever mentioned|i ever say|i told you about|i said about|i mentioned|i was telling you|\
    what i said|what i told|when i said|when i told|when i mentioned|when i talked|where i said|what did i|when did i|where did i|who did i|why did i|\
    how did i|which did i|remember when|remember what|remember my|remember the|remember about|remember i|remember where|remember who|remember how|\
    remember that|remember a|remember anything|remind me what|remind me when|remind me where|remind me who|remind me about|remind me of|\
    do you know about|you know about my|know about my|do you remember|you recall|do you recall|did you tell|did you say|have you said|have you told|you said about|\
    you told me|what you said|you say about|did we talk|have we talked|did we discuss|we talked about|we talk about|did we say|we said about|\
    last time i mentioned|last time i talked|last time i said|last time i spoke|look for what|find what i|find when i|find where i|can you find|search for what|\
    eu te disse|eu disse|te disse|te falei|te contei|eu falei|eu contei|ja te falei|ja te contei|ja falei|ja contei|ja mencionei|eu mencionei|que falei|que contei|\
    que disse sobre|comentei|eu comentei|falei da|falei do|falei de|falei sobre|contei da|contei do|contei de|contei sobre|contei que|disse da|disse do|\
    voce lembra|vc lembra|ce lembra|tu lembra|se lembra|lembra do|lembra da|lembra de|lembra dos|lembra das|lembra quando|lembra o que|lembra que|lembra qual|\
    lembra onde|lembra quem|lembra como|lembra aquela|lembra aquele|lembra meu|lembra minha|lembrar do|lembrar da|me lembra o que|me lembra quando|me lembra qual|\
    me lembra onde|me lembra quem|voce sabe sobre|sabe sobre|sabe do meu|sabe da minha|sabe dos meus|voce sabe da|voce sabe do|voce me disse|voce disse|voce falou|\
    voce me falou|voce me contou|a gente falou|a gente conversou|a gente ja falou|ja conversamos sobre|falamos sobre|falamos de|falamos da|falamos do|conversamos sobre|\
    procura o que|procura onde|procura quando|acha o que eu|ache o que eu|encontra o que eu|busca o que eu|ultima vez que eu|ultima vez que falei|que eu te|eu tinha dito|\
    eu tinha falado|eu tinha contado|tinha te contado|tinha te falado|foi que eu|que dia eu|em que dia eu|quando que eu|quando eu|onde eu|por que eu|o que eu fiz|o que que eu|do que eu|de que eu|que eu tinha|quem eu|com quem eu|pra quem eu|para onde eu|o que eu comprei|o que eu fiz";

/// About the person's own life; it may have been said.
const PERHAPS: &str = "whats my|what is my|whats the name|what is the name|what was my|what was the name|what are my|whos my|who is my|who was my|where is my|\
    wheres my|where do i|when is my|whens my|when was my|when was the|who is|whos|who was|who are|when was|when is|what was|where was|where is|how old is my|\
    what kind of|how many|does my|is my|did my|was my|am i|do i|have i|\
    qual e o nome|qual o nome|qual era o nome|qual e o meu|qual o meu|qual e meu|qual e a minha|qual a minha|qual era|qual foi|como se chama|como chama|\
    como e o nome|como era o nome|como se chamava|qual nome|quem e|quem era|quem foi|quando e|quando foi|quando era|quando vai ser|onde e|onde fica|onde foi|onde mora|\
    que dia e o|que dia e a|que dia foi|quantos anos tem|o meu|a minha|meu|minha|eu tenho|eu gosto|eu moro|eu trabalho";

/// Words that ask, and say nothing of what is asked for.
const ASKING: &str = "a about again ago ali am an and any anything are as at be been before being by can come could day days did didnt discuss do does doing dont \
    else ever find for from get give going had has have he her hers him his how i id if ill im in into is it its ive just kind know last let lets like long look \
    made make many me mention mentioned mentioning mine moment more most much my name names named not of off often on once one ones or our out over please recall \
    remember remembered remind said samantha say saying search see she should so some something speak spoke spoken such sure talk talked talking tell telling that \
    thats the their them then there these they thing things think this those through time times to told too up us use very want was we well went were what whatever \
    whats when where wheres which while who whos whose why will with would wrote write written words you your yours youve yes no hey hi ok okay ever exactly whole \
    week month year yesterday today tonight earlier recently lately ultimately \
    acha achar agora ainda algo algum alguma alguma ano anos antes ao aos aquela aquele aqui as ate bem busca buscar cara chama chamava coisa coisas com comentei \
    comentar como contado contar contava contei contou conversa conversado conversamos conversar conversou da das de dela dele deles delas deu dia dias disse dita \
    dito diz dizer do dos e ela elas ele eles em encontra encontrar era eram essa essas esse esses esta estava este eu exatamente faco fala falado falamos falar \
    falava falei falou faz fazer fazia fez fica fiz foi fui gente gosto ha hoje ia isso ja la lembra lembrar lembro lembrou lhe me mencionei mencionou mes meses \
    meu meus mesmo mim minha minhas mora moro muito na nas nao nem no nome nomes nos nossa nosso num numa nunca o oi onde ontem os ou outra outro passada passado \
    pela pelo por porque pra pras pro pros procura procurar qual quais quando quantos quanto que quem quero recentemente sabe saber se sei seja sem semana sempre ser \
    seu sido sim so sobre sou sua ta tal tambem te tem tenho ter teve tinha tive toda todo tu tudo ultima um uma umas uns vai vao ver vez vezes vc voce voces \
    pq q oq quiz queria tava aquilo daquela daquele daquilo naquela naquele dessa desse disso nessa nesse nisso alias afinal mais menos dai entao ne";

/// What `sentence` asks to be found, if it does.
pub(super) fn asked(sentence: &str) -> Option<Asked> {
    let all = words::words(sentence);
    let line = words::line_of(&all);
    let asks = sentence.contains('?');
    let plainly = words::says(&line, PLAINLY)
        && (asks
            || words::opens(
                &line,
                "what|when|where|who|why|how|which|do you|did i|did you|did we|have i|have we|remind me|can you|could you|please|tell me|find|look|search|\
                 remember|you remember|o que|oque|quando|onde|quem|qual|por que|como|voce|vc|ce|tu|lembra|me lembra|me diz|me fala|procura|acha|ache|encontra|busca|ja|eu ja|que dia|em que dia|\
                 samantha|sera que|e o que|e quando|sobre o que",
            ));
    let perhaps = asks && words::says(&line, PERHAPS);
    if !plainly && !perhaps {
        return None;
    }
    let when = words::opens(&line, "when|quando|que dia|em que dia|what day|e quando")
        || words::says(
            &line,
            "when did i|quando foi que|quando eu|me lembra quando|remind me when|que dia eu",
        );
    let hers = words::says(
        &line,
        "did you tell|did you say|have you said|have you told|you said|you told me|what you said|you say about|voce me disse|voce disse|voce falou|voce me falou|voce me contou|vc disse|vc falou",
    );
    Some(Asked {
        words: wanted(sentence),
        whose: if hers { Whose::Hers } else { Whose::Users },
        when,
        plainly,
    })
}

/// The words of `sentence` that say what is asked for, as they were typed, in lower case.
pub(super) fn wanted(sentence: &str) -> Vec<String> {
    words::words(sentence)
        .iter()
        .filter(|word| !words::among(&word.plain, ASKING) && word.plain.chars().count() > 1)
        .map(|word| word.said.to_lowercase())
        .map(|word| word.trim_end_matches("'s").trim_end_matches("’s").to_owned())
        .fold(Vec::new(), |mut all, word| {
            if !all.contains(&word) {
                all.push(word);
            }
            all
        })
}

/// A turn that was found, and how much of what was asked is in it.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub found: Found,
    /// How many of the words asked for it holds.
    pub held: usize,
}

/// The turns that answer `asked`, best first. `look` looks through everything ever said.
pub(super) fn matches(
    asked: &Asked,
    question: &str,
    now: DateTime<FixedOffset>,
    look: &mut dyn FnMut(&[String], usize) -> Vec<Found>,
) -> Vec<Match> {
    const LOOKED: usize = 24;
    let plain: Vec<String> = asked.words.iter().map(|word| words::plain(word)).collect();
    if plain.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Found> = look(&asked.words, LOOKED);
    // What is said with only one of the words may still be what is meant.
    if plain.len() > 1 && best_held(&plain, &all) < plain.len() {
        let mut by_length: Vec<&String> = asked.words.iter().collect();
        by_length.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        for word in by_length.into_iter().take(3) {
            all.extend(look(std::slice::from_ref(word), LOOKED / 2));
        }
    }
    let question = words::line(question);
    let frame = Frame::of(&question, now);
    let mut seen = Vec::new();
    let mut ranked: Vec<(i64, Match)> = Vec::new();
    for (at, found) in all.into_iter().enumerate() {
        if seen.contains(&found.turn) {
            continue;
        }
        seen.push(found.turn);
        let held = held(&plain, &found.text);
        let same = words::line(&found.text) == question;
        if held == 0 || same {
            continue;
        }
        let wanted = (asked.whose == Whose::Users) == found.by_user;
        let asks_too = found.by_user
            && words::sentences(&found.text)
                .last()
                .is_some_and(|last| self::asked(last).is_some_and(|a| a.plainly));
        let mut score = 100 * i64::try_from(held).unwrap_or(0) - i64::try_from(at).unwrap_or(0);
        score += if wanted { 60 } else { -60 };
        score -= if asks_too { 400 } else { 0 };
        score += if frame.as_ref().is_some_and(|frame| frame.holds(found.at)) { 120 } else { 0 };
        ranked.push((score, Match { found, held }));
    }
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    // Words of hers, and questions about the same thing, are only shown when there is nothing better.
    let top = ranked.first().map_or(0, |(score, _)| *score);
    ranked.into_iter().filter(|(score, _)| *score * 2 > top || *score == top).map(|(_, one)| one).collect()
}

fn held(wanted: &[String], text: &str) -> usize {
    let all = words::words(words::looked_at(text));
    wanted.iter().filter(|word| all.iter().any(|other| words::alike(word, &other.plain))).count()
}

fn best_held(wanted: &[String], all: &[Found]) -> usize {
    all.iter().map(|found| held(wanted, &found.text)).max().unwrap_or(0)
}

/// A stretch of time that the question names.
#[derive(Clone, Debug, PartialEq)]
struct Frame {
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
    month: Option<u32>,
}

impl Frame {
    fn of(line: &str, now: DateTime<FixedOffset>) -> Option<Self> {
        let ago = |days: i64| now.checked_sub_signed(Duration::days(days)).unwrap_or(now);
        let back = |from: i64, to: i64| Some(Self { from: ago(from), to: ago(to), month: None });
        if words::says(line, "yesterday|ontem") {
            return back(2, 0);
        }
        if words::says(line, "last week|semana passada") {
            return back(15, 3);
        }
        if words::says(line, "last month|mes passado") {
            return back(65, 14);
        }
        if words::says(line, "last year|ano passado") {
            return back(800, 180);
        }
        if words::says(line, "today|hoje|this morning") {
            return back(1, 0);
        }
        let months = [Language::PtBr, Language::En].map(|language| time::months(language).map(words::plain));
        let month = months.iter().find_map(|names| {
            names
                .iter()
                .position(|name| words::says(line, &format!("in {name}|em {name}|of {name}|de {name}")))
        })?;
        let month = u32::try_from(month).ok()? + 1;
        Some(Self { from: ago(5_000), to: now, month: Some(month) })
    }

    fn holds(&self, at: DateTime<FixedOffset>) -> bool {
        at >= self.from && at <= self.to && self.month.is_none_or(|month| at.month() == month)
    }
}

/// How long a quotation may be, in characters.
const QUOTED: usize = 220;

/// The words of `text` around what was asked, in quotation marks: whole when short, else cut where words part,
/// with an ellipsis. At most `questions` of them end in a question mark; `None` when nothing is left then.
pub(super) fn quote(text: &str, asked: &[String], questions: usize) -> Option<String> {
    let text: String =
        text.lines().filter(|line| !line.trim_start().starts_with("[picture:")).collect::<Vec<_>>().join(" ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let marks = |piece: &str| piece.matches(['?', '？']).count();
    if text.chars().count() <= QUOTED && marks(&text) <= questions {
        return (!text.is_empty()).then(|| format!("“{text}”"));
    }
    let plain: Vec<String> = asked.iter().map(|word| words::plain(word)).collect();
    let sentences: Vec<&str> = words::sentences(&text);
    let usable = |sentence: &&&str| marks(sentence) <= questions;
    let best = sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| usable(sentence))
        .max_by_key(|(at, sentence)| (held(&plain, sentence), std::cmp::Reverse(*at)))
        .map(|(at, _)| at)?;
    let (mut from, mut to) = (best, best);
    let said =
        |from: usize, to: usize| sentences.get(from..=to).map(|some| some.join(" ")).unwrap_or_default();
    loop {
        let longer = [(from, to + 1), (from.wrapping_sub(1), to)].into_iter().find(|(f, t)| {
            *f <= best
                && *t < sentences.len()
                && said(*f, *t).chars().count() <= QUOTED
                && marks(&said(*f, *t)) <= questions
        });
        match longer {
            Some((f, t)) => (from, to) = (f, t),
            None => break,
        }
    }
    let mut piece = said(from, to);
    let (mut cut_before, mut cut_after) = (from > 0, to + 1 < sentences.len());
    if piece.chars().count() > QUOTED {
        let (shorter, before, after) = cut(&piece, &plain);
        piece = shorter;
        cut_before |= before;
        cut_after |= after;
    }
    let (before, after) = (if cut_before { "… " } else { "" }, if cut_after { " …" } else { "" });
    (!piece.is_empty()).then(|| format!("“{before}{piece}{after}”"))
}

/// At most [`QUOTED`] characters of one long sentence, around the first of the words asked for, and whether
/// something was left out before and after.
fn cut(sentence: &str, plain: &[String]) -> (String, bool, bool) {
    let tokens: Vec<&str> = sentence.split(' ').collect();
    let hit = tokens
        .iter()
        .position(|token| {
            words::words(token).iter().any(|word| plain.iter().any(|asked| words::alike(asked, &word.plain)))
        })
        .unwrap_or(0);
    let mut from = hit;
    let mut length = 0;
    while from > 0 && length < QUOTED / 3 {
        from -= 1;
        length += tokens.get(from).map_or(0, |token| token.chars().count() + 1);
    }
    let mut taken: Vec<&str> = Vec::new();
    let mut length = 0;
    for token in tokens.get(from..).unwrap_or_default() {
        length += token.chars().count() + 1;
        if length > QUOTED && !taken.is_empty() {
            break;
        }
        taken.push(token);
    }
    let after = from + taken.len() < tokens.len();
    let mut piece = taken.join(" ");
    // One endless word is cut too.
    if piece.chars().count() > QUOTED + 40 {
        piece = piece.chars().take(QUOTED).collect();
        return (piece, from > 0, true);
    }
    (piece, from > 0, after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TurnId;

    #[test]
    fn questions_about_what_was_said_are_known_with_the_words_to_look_for() {
        let check = |text: &str, expected: &[&str]| {
            let asked = asked(text).unwrap_or_else(|| panic!("not taken as a question: {text}"));
            assert_eq!(asked.words, expected, "{text}");
        };
        check("What did I tell you about my sister?", &["sister"]);
        check("do you remember when I mentioned the guitar?", &["guitar"]);
        check("When did I say I would go to Lisbon?", &["go", "lisbon"]);
        check("Remind me what I said about the interview", &["interview"]);
        check("What do you know about Melanie?", &["melanie"]);
        check("Have I ever told you about the adoption agency?", &["adoption", "agency"]);
        check("what's my sister's name?", &["sister"]);
        check("o que eu te disse sobre o João?", &["joão"]);
        check("quando foi que eu falei da viagem?", &["viagem"]);
        check("Você lembra do que eu contei da minha avó?", &["avó"]);
        check("o que você sabe sobre a minha irmã?", &["irmã"]);
        check("Te contei da entrevista?", &["entrevista"]);
        check("Como se chama o cachorro da Marta?", &["cachorro", "marta"]);
    }

    #[test]
    fn other_questions_and_statements_are_not() {
        for text in [
            "What is the capital of France?",
            "How are you?",
            "I told my boss about the trip.",
            "o céu é azul?",
            "obrigada",
            "Hoje falei com o João.",
        ] {
            assert!(asked(text).is_none_or(|asked| !asked.plainly), "{text}");
        }
    }

    #[test]
    fn the_turn_that_holds_more_of_what_was_asked_comes_first() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T10:00:00Z").unwrap();
        let found = |id, by_user, text: &str| Found { turn: TurnId(id), by_user, text: text.into(), at };
        let all = vec![
            found(1, false, "What is your sister like?"),
            found(2, true, "What did I tell you about my sister?"),
            found(3, true, "My sister moved to Recife."),
            found(4, true, "My sister plays the violin in Recife"),
        ];
        let question = "what did I say about my sister and the violin?";
        let asked = asked(question).unwrap();
        let best = matches(&asked, question, at, &mut |_, _| all.clone());
        assert_eq!(best.first().unwrap().found.turn, TurnId(4));
        assert!(best.iter().all(|one| one.found.turn != TurnId(2)));
    }

    #[test]
    fn a_long_turn_is_quoted_around_what_was_asked_and_cut_where_words_part() {
        let asked = ["guitar".to_owned()];
        assert_eq!(quote("I bought a guitar.", &asked, 0).as_deref(), Some("“I bought a guitar.”"));
        let long = format!(
            "{} Then I bought a guitar at the market. {}",
            "Rain all day. ".repeat(20),
            "So it went. ".repeat(20)
        );
        let quoted = quote(&long, &asked, 0).unwrap();
        assert!(
            quoted.contains("bought a guitar") && quoted.chars().count() < 240 && quoted.contains('…'),
            "{quoted}"
        );
        let endless = format!("{} guitar {}", "word ".repeat(200), "word ".repeat(200));
        assert!(quote(&endless, &asked, 0).unwrap().contains("guitar"));
        assert!(quote(&"x".repeat(5_000), &asked, 0).unwrap().chars().count() < 240);
        assert_eq!(quote("Do you play guitar? Why?", &asked, 0), None);
        assert_eq!(quote("Do you play guitar? Why?", &asked, 1).as_deref(), Some("“Do you play guitar? …”"));
    }
}
