//! Which of the two languages a text is in.

use super::{Said, words};
use crate::locale::Language;

/// Words that only Portuguese has, or that are far commoner in it. Plain forms.
const PT: &str = "o nao voce voces vc vcs ce eu ele ela eles elas nos meu minha meus minhas seu sua seus suas que com uma um pra pro para mas \
    muito muita esta estou tava tou foi ser sou tem tenho ter fui era isso essa esse aqui la hoje ontem amanha mais ja tambem quando como onde \
    porque pois quem qual sobre sem depois agora ainda sempre nunca nada tudo todo toda gente coisa bem bom boa dia noite tarde oi ola obrigado \
    obrigada obg vlw valeu tchau sim claro beleza tudo bem legal nossa entao saudade saudades mae pai irma irmao filho filha avo casa trabalho \
    acho quero queria vou vai vamos fiz faz fazer disse falei falou contei lembra gosto gostei sei da na no em de dos das os nas pelo pela ao \
    num numa nem ou se kkk kkkk kkkkk rsrs rs uai opa putz poxa nao eita ne mesmo cara mano amiga amigo triste feliz cansado cansada com medo \
    raiva sozinho sozinha quanto tempo horas aniversario viagem consegui estava fiquei ficou quase melhor pior certo talvez sera deu dar \
    preciso precisa posso pode deus domingo segunda sexta sabado feira terca quarta quinta semana mes ano abraco beijo bjs beijos ate logo \
    desculpa tanto tao esqueci lembrei minhas comigo contigo falar ajuda conta me te lhe oque oq pq tb tbm mt mto hj blz dormir trabalhar chuva";

/// The same for English.
const EN: &str = "the and you your yours i im ive id ill my mine me he she his her they them their we our us it its is are was were be been being \
    have has had do does did dont didnt doesnt cant wont isnt wasnt of to in on at for with from about this that these those what when where \
    who why how which there here not no yes yeah yep yup nope hi hello hey thanks thank bye goodbye good morning night evening today yesterday \
    tomorrow very really so too just but or if then than because would could should will can may might must like love know think feel want need \
    go going went get got make made say said tell told see saw come came take took give gave some any all more most much many lot little great \
    nice cool awesome wow sorry please happy sad tired afraid angry lonely work home friend family mom mum dad sister brother remember time day \
    week month year never always still again only also well okay maybe sure right dunno idk lol haha u gonna wanna gotta lets never new old work \
    hard big small first last talk talked talking long since everything nothing something someone nobody an by as up out off over congrats glad \
    sounds yesterday by cute enough hmm wait stop help read book job school boss cat dog agree agreed totally definitely absolutely exactly wish";

/// Words of both lists that decide nothing.
const EITHER: &str =
    "no me do a as so to come for time era e ou of in da pro us as all mine legal cara cute conta pai mas";

/// The language of `text`; `None` where it can't be told.
pub(super) fn of_text(text: &str) -> Option<Language> {
    match score(text) {
        1.. => Some(Language::PtBr),
        0 => None,
        _ => Some(Language::En),
    }
}

/// How much speaks for Portuguese (above nought) or for English (below).
fn score(text: &str) -> i32 {
    let mut score = 0_i32;
    for word in words::words(words::looked_at(text)).iter().take(400) {
        let plain = word.plain.as_str();
        let lower = word.said.to_lowercase();
        let either = words::among(plain, EITHER) && lower == plain;
        if !either {
            score += 2 * i32::from(words::among(plain, PT)) - 2 * i32::from(words::among(plain, EN));
        }
        if lower.contains(['ã', 'õ', 'ç']) {
            score += 3;
        } else if lower.contains(['á', 'é', 'í', 'ó', 'ú', 'â', 'ê', 'ô', 'à']) {
            score += 2;
        }
        if lower.contains('\'') || lower.contains('’') {
            score -= 2;
        }
        if !either && plain.len() > 4 {
            score += shape(plain);
        }
    }
    score
}

/// What the letters of a longer word say: above nought for Portuguese, below for English.
fn shape(plain: &str) -> i32 {
    const PT_ENDS: &[&str] = &[
        "cao", "coes", "mente", "dade", "inho", "inha", "ando", "endo", "indo", "eiro", "eira", "aram",
        "amos", "emos", "ava", "avam", "eu", "iu", "encia", "ancia", "agem", "ista", "oso", "osa", "ado",
        "ada", "ei", "ou", "ar", "er", "ir", "lho", "lha", "nho", "nha", "ais", "eis",
    ];
    const EN_ENDS: &[&str] = &[
        "ing", "tion", "ness", "ment", "ful", "ly", "ght", "ough", "ed", "ck", "sh", "th", "ous", "ive",
        "ity", "ies", "ee", "ers", "ts", "ks", "ys", "ll", "ss", "ow", "y",
    ];
    let ends = |all: &[&str]| all.iter().any(|end| plain.ends_with(end));
    let foreign =
        plain.contains(['k', 'w']) || plain.contains("th") || plain.contains("sh") || plain.contains("ee");
    i32::from(ends(PT_ENDS) && !foreign) - i32::from(ends(EN_ENDS) || foreign)
}

/// The language to answer in: that of the words, else of the latest turns that tell, else `otherwise`.
pub(super) fn to_answer_in(text: &str, recent: &[Said], otherwise: Language) -> Language {
    let before =
        || recent.iter().rev().filter(|said| said.by_user).take(12).find_map(|said| of_text(&said.text));
    // One ending alone decides nothing against what was spoken until now.
    if score(text).abs() < 2 {
        return before().or_else(|| of_text(text)).unwrap_or(otherwise);
    }
    of_text(text).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn the_language_is_told_from_a_few_words() {
        let check = |text: &str, expected: Option<Language>| assert_eq!(of_text(text), expected, "{text}");
        let (pt, en) = (Some(Language::PtBr), Some(Language::En));
        for text in [
            "Oi",
            "bom dia",
            "tudo bem?",
            "não",
            "sim",
            "valeu!",
            "to cansada",
            "que horas são?",
            "boa noite",
            "tchau",
            "kkkkk",
            "nossa",
            "tive um meeting super boring hoje",
            "voce lembra da viagem?",
            "consegui o emprego!!",
            "o trânsito tava horrível",
            "saudade",
            "obrigada",
            "ta bom",
            "meu chefe gritou comigo",
            "hj foi puxado",
            "comprei pão",
            "Choveu a tarde inteira",
            "Passei na prova",
            "e aí",
            "Cheguei",
            "Fui promovida",
        ] {
            check(text, pt);
        }
        for text in [
            "Hi",
            "good morning",
            "yes",
            "nope",
            "thanks!",
            "I'm tired",
            "what time is it?",
            "bye",
            "wow",
            "lol",
            "do you remember the trip?",
            "got the job!!",
            "traffic was terrible",
            "my boss yelled at me",
            "Wow, Melanie!",
            "Absolutely",
            "I ate feijoada with my mother",
            "Congrats!",
            "Talk soon",
            "so hungry",
            "Passed the exam",
            "Agreed, Mel!",
            "Cheers! I owe you one.",
            "Success is almost here. We got this!",
        ] {
            check(text, en);
        }
        for text in ["", "123", "😀", "???", "Ana", "ok"] {
            check(text, None);
        }
    }

    #[test]
    fn what_can_not_be_told_goes_by_the_latest_turns_and_then_by_the_interface() {
        let at = DateTime::parse_from_rfc3339("2026-01-01T10:00:00Z").unwrap();
        let said = |by_user, text: &str| Said { by_user, text: text.into(), at };
        let recent = [said(true, "hoje foi bom"), said(true, "ok"), said(false, "What was it like?")];
        assert_eq!(to_answer_in("ok", &recent, Language::En), Language::PtBr);
        assert_eq!(to_answer_in("ok", &[], Language::En), Language::En);
        assert_eq!(to_answer_in("ok", &[], Language::PtBr), Language::PtBr);
        assert_eq!(to_answer_in("I think so", &recent, Language::PtBr), Language::En);
    }
}
