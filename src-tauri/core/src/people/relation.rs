//! What somebody is to the user, the same in both languages.

use crate::store::words::{fold, split};

/// Words for one relation, plain. The first names it.
const SAME: &[&str] = &[
    "mother mae mamae mom mum mommy mummy mainha",
    "father pai papai dad daddy painho",
    "stepmother madrasta stepmom",
    "stepfather padrasto stepdad",
    "sister irma sis mana",
    "brother irmao bro mano",
    "daughter filha",
    "son filho",
    "child crianca bebe baby kid kids children",
    "stepdaughter enteada",
    "stepson enteado",
    "wife esposa mulher",
    "husband marido esposo",
    "girlfriend namorada",
    "boyfriend namorado",
    "partner companheiro companheira parceiro parceira conjuge spouse",
    "fiancee noiva",
    "fiance noivo",
    "grandmother avo vo vovo grandma granny nana nan vozinha voinha",
    "grandfather avo grandpa granddad vovo voinho",
    "granddaughter neta",
    "grandson neto",
    "aunt tia auntie aunty",
    "uncle tio",
    "niece sobrinha",
    "nephew sobrinho",
    "cousin primo prima",
    "godmother madrinha",
    "godfather padrinho",
    "goddaughter afilhada",
    "godson afilhado",
    "motherinlaw sogra",
    "fatherinlaw sogro",
    "sisterinlaw cunhada",
    "brotherinlaw cunhado",
    "daughterinlaw nora",
    "soninlaw genro",
    "friend amigo amiga buddy pal mate bff",
    "colleague colega coworker workmate",
    "boss chefe patrao patroa manager gerente supervisor supervisora",
    "neighbour neighbor vizinho vizinha",
    "roommate flatmate housemate",
    "teacher professor professora",
    "student aluno aluna",
    "doctor medico medica",
    "therapist terapeuta psicologo psicologa psychologist",
    "tutor mentor mentora orientador orientadora",
    "dentist dentista",
    "trainer coach treinador treinadora personal",
    "landlord senhorio landlady senhoria",
    "client cliente",
    "partnerinwork socio socia",
    "employee funcionario funcionaria",
    "intern estagiario estagiaria",
    "ex",
];

/// Words that tell one of several apart.
const APART: &[&str] = &[
    "older mais-velha mais-velho velha velho elder eldest oldest big primogenito primogenita",
    "younger cacula mais-nova mais-novo nova novo youngest little cacule",
    "twin gemea gemeo",
    "half meia meio",
    "best melhor",
    "maternal materna materno",
    "paternal paterna paterno",
];

/// What somebody is to the user, as the words of either language say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Every row the word stands in: "avó" and "avô" are one word without accents.
    bases: Vec<&'static str>,
    apart: Vec<&'static str>,
    ended: bool,
}

fn rows(table: &'static [&'static str], plain: &str) -> Vec<&'static str> {
    let first = |row: &&'static str| -> &'static str { row.split(' ').next().unwrap_or_default() };
    table.iter().filter(|row| row.split(' ').any(|word| word == plain)).map(first).collect()
}

impl Relation {
    /// Reads "irmã mais velha", "my older sister", "ex-marido", "mother-in-law". `None` where no relation is known in it, but
    /// for a single word, which then stands for itself alone.
    pub fn of(said: &str) -> Option<Self> {
        let plain = fold(said);
        let joined = plain
            .replace("-in-law", "inlaw")
            .replace(" in law", "inlaw")
            .replace("mais velh", "mais-velh")
            .replace("mais nov", "mais-nov");
        let words: Vec<String> = joined
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .flat_map(|word| {
                if word.starts_with("mais-") {
                    vec![word.to_owned()]
                } else {
                    word.split('-').map(str::to_owned).collect()
                }
            })
            .filter(|word| !word.is_empty())
            .collect();
        let ended = words.iter().any(|word| word == "ex" || word == "former" || word == "antigo");
        let mut bases: Vec<&'static str> = Vec::new();
        for word in &words {
            let found = rows(SAME, word);
            // The first that is one, but for "ex": "colega de trabalho da minha irmã" is a colleague.
            if !found.is_empty() && found != ["ex"] {
                bases = found;
                break;
            }
        }
        if bases.is_empty() && ended {
            bases = vec!["ex"];
        }
        // "Avó" and "avô" are told apart where the accent was written.
        if bases.contains(&"grandmother") && bases.contains(&"grandfather") {
            let lower = said.to_lowercase();
            if lower.contains("vó") {
                bases = vec!["grandmother"];
            } else if lower.contains("vô") {
                bases = vec!["grandfather"];
            }
        }
        if bases.is_empty() {
            return None;
        }
        let mut apart: Vec<&'static str> = words.iter().flat_map(|word| rows(APART, word)).collect();
        apart.dedup();
        Some(Self { bases, apart, ended })
    }

    /// Whether the two can be said of one person.
    pub fn fits(a: Option<&Self>, b: Option<&Self>) -> bool {
        let (Some(a), Some(b)) = (a, b) else { return false };
        a.ended == b.ended
            && a.bases.iter().any(|base| b.bases.contains(base))
            && (a.apart.is_empty() || b.apart.is_empty() || a.apart.iter().any(|one| b.apart.contains(one)))
    }

    /// Whether the two are one relation, be it over or not: "meu ex-chefe" is a "chefe".
    pub fn shares(a: Option<&Self>, b: Option<&Self>) -> bool {
        matches!((a, b), (Some(a), Some(b)) if a.bases.iter().any(|base| b.bases.contains(base)))
    }

    /// Whether a word of talk is one for somebody.
    pub fn is_word(plain: &str) -> bool {
        plain != "ex" && !rows(SAME, plain).is_empty()
    }

    /// Whether a text names this relation in any of its words.
    pub fn is_named_in(&self, text: &str) -> bool {
        let plain = fold(text).replace("-in-law", "inlaw").replace(" in law", "inlaw");
        split(&plain).iter().any(|word| {
            let found = rows(SAME, word);
            found.iter().any(|base| self.bases.contains(base)) || self.ended && word == "ex"
        })
    }
}

/// Whether two names can be one person's: equal without accents, or one is the beginning of the other.
pub fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> { split(name).iter().map(|word| fold(word)).collect() };
    let (a, b) = (words(a), words(b));
    let few = a.len().min(b.len());
    few > 0 && a.get(..few) == b.get(..few)
}
