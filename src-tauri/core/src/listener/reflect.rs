//! What a text is about, as far as words show it: a feeling, a matter, a person, a thing named, a word that
//! stands out. Nothing here understands; it notices.

use super::{
    phrases::{FEELINGS, Phrases, TOPICS},
    words::{self, Word},
};
use crate::locale::Language;

/// What was noticed in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Noticed {
    /// The person's own feeling: the section of the phrases that answers it.
    pub feeling: Option<&'static str>,
    /// The everyday matter: the section of the phrases that answers it.
    pub matter: Option<&'static str>,
    /// A thing named, from the person's side turned to hers: "my trip" is "your trip", "minha viagem" "a sua viagem".
    pub topic: Option<String>,
    /// Whether the thing named belongs to the matter.
    pub topic_fits: bool,
    /// Somebody in the person's life: "your sister", "a sua irmã".
    pub person: Option<String>,
    /// A turn of the sentence worth a remark: the section that makes it, and the word it is about.
    pub turn: Option<(&'static str, Option<String>)>,
}

/// Looks at `text`, which is in `language`.
pub(super) fn notice(text: &str, language: Language) -> Noticed {
    let text = words::looked_at(text);
    let phrases = Phrases::of(language);
    let all = words::words(text);
    let line = words::line_of(&all);
    let matter = matter(&line, phrases);
    let feeling = feeling(text, phrases);
    let person = person(&all, language);
    let known = |word: &str| TOPICS.iter().any(|of| phrases.known_by(of).iter().any(|one| fits(word, one)));
    let of_matter =
        |word: &str| matter.is_some_and(|of| phrases.known_by(of).iter().any(|one| fits(word, one)));
    let mut best: Option<(i32, Named)> = None;
    for (at, named) in named(&all, language).into_iter().enumerate() {
        let fits = named.plain.iter().any(|word| of_matter(word));
        let familiar = fits || named.plain.iter().any(|word| known(word));
        if !familiar && !named.own || person.as_ref().is_some_and(|person| *person == named.said) {
            continue;
        }
        // People have their own place.
        let people = if language == Language::En { EN_PEOPLE } else { PT_PEOPLE };
        if named
            .plain
            .iter()
            .any(|word| words::among(word, people) || words::among(word, "medico medica doctor doutor"))
        {
            continue;
        }
        let score = 3 * i32::from(fits) + 2 * i32::from(named.own) + i32::from(named.plain.len() > 1)
            - i32::try_from(at.min(3)).unwrap_or(3);
        if best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, named));
        }
    }
    let topic_fits = best.as_ref().is_some_and(|(_, named)| named.plain.iter().any(|word| of_matter(word)));
    Noticed {
        feeling,
        matter,
        topic: best.map(|(_, named)| named.said),
        topic_fits,
        person,
        turn: turn(&all, &line, language),
    }
}

fn fits(word: &str, one: &str) -> bool {
    match one.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == one,
    }
}

/// The matter with the most of its words in `line`.
fn matter(line: &str, phrases: &Phrases) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for of in TOPICS.iter().copied() {
        let count = phrases.known_by(of).iter().filter(|one| words::find_in(line, one).is_some()).count();
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, of));
        }
    }
    best.map(|(_, of)| of)
}

const SOMEBODY_IS: &str = "my mom is|my mum is|my dad is|my sister is|my brother is|my friend is|my son is|my daughter is|my wife is|my husband is|my boss is|my boss was|\
    minha mae esta|minha mae ta|minha mae anda|meu pai esta|meu pai ta|minha irma esta|minha irma ta|meu irmao esta|meu irmao ta|minha amiga esta|minha amiga ta|meu amigo ta|\
    meu filho ta|minha filha ta|meu filho esta|minha filha esta|ela ta|ele ta|ela esta|ele esta";

/// The feeling the person says they have. A feeling that is denied, or somebody else's, is none.
fn feeling(text: &str, phrases: &Phrases) -> Option<&'static str> {
    let mut counts = vec![0_usize; FEELINGS.len()];
    for sentence in words::sentences(text) {
        let all = words::words(sentence);
        let line = words::line_of(&all);
        let of_self = super::intent::speaks_of_self(&line, &all);
        let others = "he|she|they|his|her|their|hes|shes|theyre|ele|ela|eles|elas|dele|dela";
        let of_other = !of_self
            && (words::says(&line, others) || all.iter().any(|word| word.capital && !word.first))
            || words::says(&line, SOMEBODY_IS);
        for (count, of) in counts.iter_mut().zip(FEELINGS) {
            for one in phrases.known_by(of) {
                let Some(at) = words::find_in(&line, one) else { continue };
                let before: Vec<&str> =
                    line.get(..at).unwrap_or_default().split(' ').filter(|w| !w.is_empty()).collect();
                let denied = before.iter().rev().take(2).any(|word| {
                    words::among(
                        word,
                        "not no dont didnt isnt wasnt arent never without cant nao nem nunca sem nada",
                    )
                });
                let heavy = matches!(
                    *of,
                    "feel.grief" | "feel.shock" | "feel.joy" | "feel.bored" | "feel.hope" | "feel.relief"
                );
                if denied || (of_other && !heavy) {
                    continue;
                }
                *count += 1;
            }
            // A battery dies too.
            if *of == "feel.grief"
                && words::says(
                    &line,
                    "battery|phone|laptop|computer|engine|plant|plants|bateria|celular|notebook|motor|planta|computador|internet|de rir|laughing|book|movie|character|livro|filme|personagem|serie",
                )
            {
                *count = 0;
            }
        }
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    // Grief and bad news are answered wherever they show.
    if let Some(first) = counts.iter().take(2).position(|count| *count > 0) {
        return FEELINGS.get(first).copied();
    }
    counts.iter().position(|count| *count == most).and_then(|at| FEELINGS.get(at)).copied()
}

const EN_PEOPLE: &str = "sister brother mom mum mother dad father son daughter wife husband boyfriend girlfriend partner friend boss grandma grandmother grandpa grandfather aunt uncle cousin neighbor neighbour colleague coworker teacher roommate niece nephew ex fiance fiancee";
const PT_PEOPLE: &str = "irma irmao mae pai filho filha esposa mulher marido namorado namorada companheiro companheira amigo amiga chefe avo tia tio primo prima vizinho vizinha colega professor professora sogra sogro cunhado cunhada sobrinho sobrinha ex noivo noiva";

/// Somebody the person has: a possessive and a word for a relation.
fn person(all: &[Word], language: Language) -> Option<String> {
    all.windows(2).find_map(|two| {
        let [own, who] = two else { return None };
        match language {
            Language::En => (own.plain == "my" && words::among(&who.plain, EN_PEOPLE))
                .then(|| format!("your {}", who.said.to_lowercase())),
            Language::PtBr => {
                let own = match own.plain.as_str() {
                    "meu" => "o seu",
                    "minha" => "a sua",
                    _ => return None,
                };
                words::among(&who.plain, PT_PEOPLE).then(|| format!("{own} {}", who.said.to_lowercase()))
            }
        }
    })
}

/// A thing named in a text.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    said: String,
    plain: Vec<String>,
    /// Whether it is the person's own ("my trip").
    own: bool,
}

const EN_DETERMINERS: &str = "my our the a an this that";
const PT_DETERMINERS: &str = "o a os as um uma meu minha meus minhas esse essa este esta aquele aquela no na nos nas do da dos das ao num numa pelo pela nesse nessa desse dessa";

/// Words a name of a thing ends before.
const EN_BOUNDARY: &str = "i im ive id you he she it we they me him them us who whom that which what where when why how if because cause cuz since than then so and or but nor \
    of in on at to for from with without about into onto over under after before during by near like as is are was were be been being am isnt arent wasnt werent has have had do does did \
    doesnt dont didnt will would can could should may might must wont cant went go goes going came come comes said says say told tells tell made makes make got get gets gave give gives \
    took take takes kept keep keeps left leave leaves felt feel feels thinks think thought knows know knew wants want needs need looks look sees see saw finds found helps help helped \
    shows show brings bring brought means mean meant seems seem started start starts ended end ends yesterday today tonight tomorrow now again always never still just also too very really \
    here there not out up off down away back last next every each all both some any no my our your his her their its the a an this these those one ones later soon ago more most less \
    once while until till lately recently together right ever even only though although yet already almost gonna wanna let lets please around through between against per via";
const PT_BOUNDARY: &str = "eu voce vc ele ela nos eles elas que quem qual quando onde como porque pois se e ou mas nem porem entao de do da dos das em no na nos nas num numa com sem por pra para pro pelo pela \
    sobre ate desde entre contra apos ao aos as os o a um uma foi e era eram sao ser sou esta estao estou estava ta tava to tem tinha tenho tive teve vai vao vou ia fica ficou fiquei deu da dei disse diz falou fala faz fez fiz \
    pode podia quer queria quis sabe sabia veio vem vim viu vi ve parece pareceu acha acho virou saiu sai caiu chegou ontem hoje amanha agora ja ainda sempre nunca tambem so muito mais menos tao bem mal aqui la ali ai \
    nao sim depois antes logo cedo tarde meu minha meus minhas seu sua esse essa isso este esta aquele aquela aquilo todo toda tudo cada quase demais mesmo me te lhe nela nele dele dela junto embora inteiro inteira";
const EN_EMPTY: &str = "lot bit way thing things kind sort time times same whole rest first last second one other others best worst most end start point part fact least moment while couple few bunch ton \
    day week month year morning evening night afternoon idea reason matter case place something anything more good great people guy stuff mix chance big little small new old right only next past future side top \
    fun pleasure hit shot must plus blast key go look hand job minute hour hours days weeks months years life world";
const PT_EMPTY: &str = "gente que partir mesmo mesma vez vezes jeito coisa coisas tipo forma resto primeiro primeira ultimo ultima outro outra melhor pior fim inicio comeco meio ponto parte fato dia dias semana mes ano anos \
    noite tarde manha hora horas momento pouco pouca monte tanto pe qual cada ideia vida mundo certo certa unico unica lado vontade tempo lugar caso maior menor proximo proxima cara mim vista favor verdade pessoa pessoas negocio fundo cima vontade gosto";

/// The things named in a text: a determiner and up to four words that end where another kind of word begins.
fn named(all: &[Word], language: Language) -> Vec<Named> {
    let (determiners, boundary, empty) = match language {
        Language::En => (EN_DETERMINERS, EN_BOUNDARY, EN_EMPTY),
        Language::PtBr => (PT_DETERMINERS, PT_BOUNDARY, PT_EMPTY),
    };
    let mut found = Vec::new();
    for (at, determiner) in all.iter().enumerate() {
        if !words::among(&determiner.plain, determiners) || determiner.ends {
            continue;
        }
        let mut taken: Vec<&Word> = Vec::new();
        let mut ended = true;
        for word in all.get(at + 1..).unwrap_or_default() {
            if words::among(&word.plain, boundary) || is_verb(&word.plain, language, taken.is_empty()) {
                // "A mix of ..." names nothing yet.
                ended = word.plain != "of" && !(language == Language::En && word.plain.ends_with("ing"));
                break;
            }
            if taken.is_empty() && words::among(&word.plain, "own very") {
                continue;
            }
            taken.push(word);
            if word.ends {
                break;
            }
            if taken.len() > 3 {
                ended = false;
                break;
            }
        }
        let Some(last) = taken.last().filter(|_| ended) else { continue };
        let letters =
            |word: &Word| word.said.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'' || c == '’');
        let head = match language {
            Language::En => Some(last),
            Language::PtBr => taken.first(),
        };
        let adjective = language == Language::En
            && ["ful", "ous", "able", "ible", "less", "est", "ish"]
                .iter()
                .any(|end| last.plain.ends_with(end) && last.plain.len() > 5);
        if adjective
            || head.is_none_or(|word| words::among(&word.plain, empty) || word.plain.chars().count() < 3)
            || taken.iter().any(|word| !letters(word))
            || taken.iter().map(|word| word.said.chars().count() + 1).sum::<usize>() > 36
        {
            continue;
        }
        let said: Vec<String> = taken
            .iter()
            .map(
                |word| if word.capital && !word.first { word.said.clone() } else { word.said.to_lowercase() },
            )
            .collect();
        let said = said.join(" ");
        let own = words::among(&determiner.plain, "my meu minha meus minhas");
        let (before, after) = turned(&determiner.plain, language);
        found.push(Named {
            said: format!("{before} {said}{after}"),
            plain: taken.iter().map(|word| word.plain.clone()).collect(),
            own,
        });
    }
    found
}

/// A determiner from the person's side turned to hers, and what follows the noun then.
fn turned(determiner: &str, language: Language) -> (&'static str, &'static str) {
    match (language, determiner) {
        (Language::En, "my" | "our") => ("your", ""),
        (Language::En, _) => ("the", ""),
        (Language::PtBr, "meu") => ("o seu", ""),
        (Language::PtBr, "minha") => ("a sua", ""),
        (Language::PtBr, "meus") => ("os seus", ""),
        (Language::PtBr, "minhas") => ("as suas", ""),
        (Language::PtBr, "um" | "num" | "esse" | "este" | "nesse" | "desse") => ("esse", ""),
        (Language::PtBr, "uma" | "numa" | "essa" | "esta" | "nessa" | "dessa") => ("essa", ""),
        (Language::PtBr, "aquele") => ("aquele", ""),
        (Language::PtBr, "aquela") => ("aquela", ""),
        (Language::PtBr, "os" | "nos" | "dos") => ("os", ""),
        (Language::PtBr, "as" | "nas" | "das") => ("as", ""),
        (Language::PtBr, "a" | "na" | "da" | "pela") => ("a", ""),
        (Language::PtBr, _) => ("o", ""),
    }
}

/// Whether a word is most likely a verb, by its ending.
fn is_verb(plain: &str, language: Language, first: bool) -> bool {
    let long = plain.chars().count() > 4;
    match language {
        Language::En => {
            long && (plain.ends_with("ed") || plain.ends_with("ly"))
                && !words::among(plain, "hundred family bed wedding")
                || (!first
                    && long
                    && plain.ends_with("ing")
                    && !words::among(
                        plain,
                        "painting meeting wedding evening morning building training feeling",
                    ))
        }
        Language::PtBr => {
            let ends = |all: &[&str]| all.iter().any(|end| plain.ends_with(end));
            long && (ends(&[
                "ando", "endo", "indo", "aram", "eram", "iram", "amos", "emos", "imos", "mente", "ava",
                "avam",
            ]) || (ends(&["ou", "iu"])
                || (ends(&["eu"]) && !words::among(plain, "museu chapeu pneu"))))
                && !words::among(plain, "fazenda presente")
                || (first
                    && long
                    && ends(&["ar", "er", "ir"])
                    && !words::among(
                        plain,
                        "jantar lugar celular mulher colar andar olhar prazer poder dever luar altar hangar",
                    ))
        }
    }
}

const EN_STRONG: &str = "powerful overwhelming swamped tough brutal rough heavy intense weird strange wild magical bittersweet surreal gorgeous nasty painful transformative rewarding gratifying validating nerve-wracking \
    chaotic messy scary freeing liberating humbling exhausting inspiring vital priceless crucial wonderful terrible horrible awful unbelievable incredible magnificent peaceful crazy challenging therapeutic hectic enriching motivating calming soothing";
const PT_STRONG: &str = "pesado pesada puxado puxada intenso intensa estranho estranha maluco maluca sufocante emocionante gostoso gostosa leve dificil horrivel terrivel maravilhoso maravilhosa lindo linda incrivel absurdo absurda caotico \
    caotica bagunca sonho pesadelo milagre delicioso deliciosa libertador libertadora assustador assustadora doloroso dolorosa apertado apertada inesquecivel especial magico magica esquisito esquisita tenso tensa surreal correria loucura";

/// A name that is given to somebody in the text: "se chama Dalva", "a dog called Rex".
fn name_given(all: &[Word]) -> Option<String> {
    all.windows(2)
        .find_map(|two| {
            let [before, name] = two else { return None };
            let gives = words::among(&before.plain, "chama called named chamado chamada");
            (gives && name.capital && name.said.chars().all(char::is_alphabetic)).then(|| name.said.clone())
        })
        .or_else(|| {
            all.windows(4).find_map(|some| match some {
                [noun, _, _, name] | [noun, _, name, _]
                    if words::among(&noun.plain, "nome name") && name.capital && !name.first =>
                {
                    Some(name.said.clone())
                }
                _ => None,
            })
        })
        .filter(|name| name.chars().count() < 20)
}

/// A turn of the sentence worth a remark.
fn turn(all: &[Word], line: &str, language: Language) -> Option<(&'static str, Option<String>)> {
    let word_of = |list: &str| {
        all.iter()
            .enumerate()
            .filter(|(at, word)| {
                let denied = at.checked_sub(1).and_then(|before| all.get(before));
                words::among(&word.plain, list)
                    && !denied.is_some_and(|before| words::among(&before.plain, "not nao nem"))
            })
            .map(|(_, word)| word.said.to_lowercase())
            .next()
    };
    let (finally, again, always, should, trying, maybe, strong, still, plan, but) = match language {
        Language::En => (
            "finally",
            "again",
            "always never nobody forever",
            "i should|i have to|i must|i ought to|im supposed to",
            "im trying|trying to|i try",
            "maybe perhaps probably",
            EN_STRONG,
            "still",
            "im going to|gonna|i will|im planning|i plan|i want to",
            "but",
        ),
        Language::PtBr => (
            "finalmente|enfim consegui",
            "de novo|outra vez|novamente",
            "sempre nunca ninguem",
            "tenho que|devia|deveria|sou obrigad*|preciso fazer",
            "tentando|to tentando|tento",
            "talvez",
            PT_STRONG,
            "ainda",
            "vou|pretendo|planejo",
            "mas|so que|porem",
        ),
    };
    if let Some(name) = name_given(all) {
        return Some(("notice.name", Some(name)));
    }
    let should = should.split('|').any(|one| {
        words::find_in(line, one)
            .is_some_and(|at| !line.get(..at).is_some_and(|before| before.ends_with("nao")))
    });
    if words::says(line, finally) {
        Some(("notice.finally", None))
    } else if should {
        Some(("notice.should", None))
    } else if let Some(word) = word_of(strong) {
        Some(("notice.word", Some(word)))
    } else if words::says(line, trying) {
        Some(("notice.trying", None))
    } else if words::says(line, again) && !words::says(line, "again and again") {
        Some(("notice.again", None))
    } else if let Some(word) = word_of(maybe) {
        Some(("notice.maybe", Some(word)))
    } else if words::says(line, but) && all.len() < 45 {
        Some(("notice.but", None))
    } else if let Some(word) = word_of(always) {
        Some(("notice.always", Some(word)))
    } else if words::says(line, still) {
        Some(("notice.still", None))
    } else if words::says(line, plan) {
        Some(("notice.plan", None))
    } else {
        None
    }
}

/// The word a long text comes back to most, and how often; at least three times.
pub(super) fn returns_to(text: &str, language: Language) -> Option<(String, usize)> {
    let all = words::words(words::looked_at(text));
    let (boundary, empty) = match language {
        Language::En => (EN_BOUNDARY, EN_EMPTY),
        Language::PtBr => (PT_BOUNDARY, PT_EMPTY),
    };
    let mut counts: Vec<(&Word, usize)> = Vec::new();
    for word in all
        .iter()
        .filter(|word| {
            word.plain.chars().count() > 3
                && word.plain.chars().count() < 20
                && word.said.chars().all(char::is_alphabetic)
                && !words::among(&word.plain, boundary)
                && !words::among(&word.plain, empty)
        })
        .take(1_500)
    {
        match counts.iter_mut().find(|(other, _)| other.plain == word.plain) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .filter(|(_, count)| *count >= 3)
        .map(|(word, count)| (word.said.to_lowercase(), count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_named_is_turned_from_the_persons_side_to_hers() {
        let check = |text: &str, language, expected: Option<&str>| {
            assert_eq!(notice(text, language).topic.as_deref(), expected, "{text}");
        };
        check("I've been planning my trip to Lisbon.", Language::En, Some("your trip"));
        check(
            "I went to a LGBTQ support group yesterday and it was so powerful.",
            Language::En,
            Some("the LGBTQ support group"),
        );
        check("My boss moved the meeting again", Language::En, Some("the meeting"));
        check("We adopted a puppy!", Language::En, Some("the puppy"));
        check("It was so powerful", Language::En, None);
        check("Comecei a arrumar as malas da minha viagem", Language::PtBr, Some("a sua viagem"));
        check("O projeto atrasou de novo", Language::PtBr, Some("o projeto"));
        check("a gente foi a pé", Language::PtBr, None);
        check("Comprei uma passagem hoje", Language::PtBr, Some("essa passagem"));
    }

    #[test]
    fn feelings_are_the_persons_own_and_not_denied() {
        let check = |text: &str, language, expected: Option<&str>| {
            assert_eq!(notice(text, language).feeling, expected, "{text}");
        };
        check("I'm so tired today", Language::En, Some("feel.tired"));
        check("I'm not happy about it", Language::En, None);
        check("My mom is worried", Language::En, None);
        check("my grandmother passed away", Language::En, Some("feel.grief"));
        check("my phone died", Language::En, None);
        check("I got the job!", Language::En, Some("feel.proud"));
        check("tô muito triste", Language::PtBr, Some("feel.sad"));
        check("não estou triste", Language::PtBr, None);
        check("que saudade da minha avó", Language::PtBr, Some("feel.longing"));
        check("meu avô morreu ontem", Language::PtBr, Some("feel.grief"));
        check("a bateria morreu de novo", Language::PtBr, None);
        check("me sinto muito sozinha", Language::PtBr, Some("feel.lonely"));
        check("passei na prova!", Language::PtBr, Some("feel.proud"));
    }

    #[test]
    fn people_and_turns_of_the_sentence_are_noticed() {
        let noticed = notice("My sister called, but I couldn't answer", Language::En);
        assert_eq!(noticed.person.as_deref(), Some("your sister"));
        assert_eq!(noticed.turn, Some(("notice.but", None)));
        let noticed = notice("Minha mãe finalmente ligou", Language::PtBr);
        assert_eq!(noticed.person.as_deref(), Some("a sua mãe"));
        assert_eq!(noticed.turn, Some(("notice.finally", None)));
    }

    #[test]
    fn a_long_text_is_read_for_the_word_it_comes_back_to() {
        assert_eq!(
            returns_to("the letter and the letter and my letter", Language::En),
            Some(("letter".into(), 3))
        );
        assert_eq!(returns_to("one two three", Language::En), None);
    }
}
