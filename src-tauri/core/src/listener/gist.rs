//! A short clause said back with the sides swapped: "I adopted a cat" is "you adopted a cat", "adotei um gato" is
//! "você adotou um gato". Only where every word can be turned; anything doubtful is left alone.

use super::words::{self, Word};
use crate::locale::Language;

/// The fewest and the most words of a clause worth saying back.
const WORDS: std::ops::RangeInclusive<usize> = 3..=9;

/// The first clause of `text` about the person, from her side; `None` when there is none she can turn.
pub(super) fn gist(text: &str, language: Language) -> Option<String> {
    words::sentences(text).into_iter().filter(|sentence| !sentence.contains('?')).find_map(|sentence| {
        let all = words::words(sentence);
        let end = all.iter().position(|word| word.ends).map_or(all.len(), |at| at + 1);
        let clause = all.get(..end)?;
        // A clause that a second one hangs on is only said back when it can stand alone.
        if !WORDS.contains(&clause.len()) || clause.iter().any(|word| !is_plain_word(word)) {
            return None;
        }
        match language {
            Language::En => english(clause),
            Language::PtBr => portuguese(clause),
        }
    })
}

fn is_plain_word(word: &Word) -> bool {
    word.said.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && word.said.chars().count() < 18
}

const EN_LEFT_ALONE: &str = "you your youre gonna wanna gotta cause because that which who if when while so though although and but or \
    let lets thanks wow yeah oh hey it its they them he she there got guess mean love hope wish think believe feel know dont";

fn english(clause: &[Word]) -> Option<String> {
    let (first, rest) = clause.split_first()?;
    let begin = match first.plain.as_str() {
        "i" | "we" => "you",
        "im" => "you're",
        "ive" | "weve" => "you've",
        _ => return None,
    };
    let mut turned = vec![begin.to_owned()];
    for word in rest {
        if words::among(&word.plain, EN_LEFT_ALONE) {
            return None;
        }
        turned.push(match word.plain.as_str() {
            "am" => "are".to_owned(),
            "was" => "were".to_owned(),
            "my" | "our" => "your".to_owned(),
            "me" | "us" => "you".to_owned(),
            "myself" | "ourselves" => "yourself".to_owned(),
            "mine" => "yours".to_owned(),
            "i" | "im" | "ive" | "we" => return None,
            "today" => "today".to_owned(),
            _ => word.said.clone(),
        });
    }
    Some(turned.join(" "))
}

/// Verbs of the first person that a statement begins with, and what they are of the second.
const PT_VERBS: &[(&str, &str)] = &[
    ("adotei", "adotou"),
    ("almocei", "almoçou"),
    ("acordei", "acordou"),
    ("aprendi", "aprendeu"),
    ("assisti", "assistiu"),
    ("bati", "bateu"),
    ("bebi", "bebeu"),
    ("briguei", "brigou"),
    ("busquei", "buscou"),
    ("cai", "caiu"),
    ("cantei", "cantou"),
    ("cheguei", "chegou"),
    ("chorei", "chorou"),
    ("comecei", "começou"),
    ("comi", "comeu"),
    ("comprei", "comprou"),
    ("conheci", "conheceu"),
    ("consegui", "conseguiu"),
    ("contei", "contou"),
    ("conversei", "conversou"),
    ("corri", "correu"),
    ("cozinhei", "cozinhou"),
    ("dancei", "dançou"),
    ("decidi", "decidiu"),
    ("dei", "deu"),
    ("deixei", "deixou"),
    ("descobri", "descobriu"),
    ("dormi", "dormiu"),
    ("encontrei", "encontrou"),
    ("escrevi", "escreveu"),
    ("esqueci", "esqueceu"),
    ("estou", "está"),
    ("to", "está"),
    ("tou", "está"),
    ("estudei", "estudou"),
    ("falei", "falou"),
    ("fiquei", "ficou"),
    ("fiz", "fez"),
    ("fui", "foi"),
    ("ganhei", "ganhou"),
    ("gastei", "gastou"),
    ("gravei", "gravou"),
    ("joguei", "jogou"),
    ("lavei", "lavou"),
    ("lembrei", "lembrou"),
    ("li", "leu"),
    ("liguei", "ligou"),
    ("mandei", "mandou"),
    ("marquei", "marcou"),
    ("mudei", "mudou"),
    ("nadei", "nadou"),
    ("ouvi", "ouviu"),
    ("paguei", "pagou"),
    ("passei", "passou"),
    ("pedi", "pediu"),
    ("perdi", "perdeu"),
    ("pintei", "pintou"),
    ("plantei", "plantou"),
    ("recebi", "recebeu"),
    ("reencontrei", "reencontrou"),
    ("resolvi", "resolveu"),
    ("sai", "saiu"),
    ("sonhei", "sonhou"),
    ("tenho", "tem"),
    ("terminei", "terminou"),
    ("tive", "teve"),
    ("tomei", "tomou"),
    ("trabalhei", "trabalhou"),
    ("traduzi", "traduziu"),
    ("vendi", "vendeu"),
    ("vi", "viu"),
    ("viajei", "viajou"),
    ("visitei", "visitou"),
    ("voltei", "voltou"),
    ("vou", "vai"),
];

const PT_LEFT_ALONE: &str = "eu voce vc me mim se que quem onde quando porque pois mas e ou se nos a-gente comigo te lhe isso ela ele elas eles \
    nao nem vou estou to tenho tava estava acho quero sei posso era deu foi";

fn portuguese(clause: &[Word]) -> Option<String> {
    let clause = match clause.split_first() {
        Some((first, rest)) if first.plain == "eu" || among_openings(&first.plain) => rest,
        _ => clause,
    };
    let (verb, rest) = clause.split_first()?;
    let verb = PT_VERBS.iter().find(|(first, _)| *first == verb.plain).map(|(_, second)| *second)?;
    let mut turned = vec!["você".to_owned(), verb.to_owned()];
    for word in rest {
        let first_person = word.plain.chars().count() > 3
            && (word.plain.ends_with("ei") || word.plain.ends_with("amos") || word.plain.ends_with("emos"))
            && !words::among(&word.plain, "hamlei");
        if words::among(&word.plain, PT_LEFT_ALONE) || first_person {
            return None;
        }
        turned.push(match word.plain.as_str() {
            "meu" => "seu".to_owned(),
            "minha" => "sua".to_owned(),
            "meus" => "seus".to_owned(),
            "minhas" => "suas".to_owned(),
            "pra" => "para".to_owned(),
            _ => word.said.clone(),
        });
    }
    (turned.len() > 3).then(|| turned.join(" "))
}

fn among_openings(plain: &str) -> bool {
    words::among(plain, "hoje ontem")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_clause_is_said_back_with_the_sides_swapped() {
        let check = |text: &str, language, expected: Option<&str>| {
            assert_eq!(gist(text, language).as_deref(), expected, "{text}");
        };
        let (en, pt) = (Language::En, Language::PtBr);
        check(
            "I went to my sister's wedding yesterday.",
            en,
            Some("you went to your sister's wedding yesterday"),
        );
        check("We won!", en, None);
        check("We baked three pizzas! It was fun.", en, Some("you baked three pizzas"));
        check("I'm learning the guitar", en, Some("you're learning the guitar"));
        check("I think you're right about it", en, None);
        check("The weather is bad", en, None);
        check("Adotei um gato!", pt, Some("você adotou um gato"));
        check("Hoje fui ao médico com a minha mãe", pt, Some("você foi ao médico com a sua mãe"));
        check("Vou fazer a moqueca da minha avó.", pt, Some("você vai fazer a moqueca da sua avó"));
        check("Fiquei sem saber o que falar", pt, None);
        check("O gato dorme", pt, None);
    }
}
