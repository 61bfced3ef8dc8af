//! The slots: what a subject has one current value of. A new value in a slot replaces the old one, unless the words say
//! that both are true. What stands in no slot (`""`) stands beside others: likes, allergies, habits, plans, possessions.
//!
//! Rules, the quiet model's prompt, the proof and the merging of facts share this list. Words are plain: lower case, no accents;
//! several words of one cue are joined with `_`, and `*` ends a beginning.

use super::fact::FactKind;
use crate::store::words::fold;

/// One slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub name: &'static str,
    /// The kind of the facts in it.
    pub kind: FactKind,
    pub nature: Nature,
    /// What its value is, for whoever fills it, the quiet model included.
    pub value: &'static str,
    /// Other names it may be given.
    pub also: &'static str,
    /// Words one of which has to be said near the value; empty where the kind says enough.
    pub near: &'static str,
}

/// What a slot does with a second value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It has one value and keeps it: another one is a doubt.
    Constant,
    /// It has one value at a time: another one said later takes its place.
    Changing,
    /// It has one value as a rule, now and then several (two jobs, two courses): another one takes its place only where the words
    /// say so.
    Mostly,
    /// No slot: values stand side by side.
    Beside,
}

const NEAR_STUDIES: &str = "estudo estuda estudando estudar curso cursa cursando cursar faculdade college university universidade degree studies study studying studied major majoring escola school \
             mestrado doutorado master* phd graduacao graduating faco fazendo entrei passei vestibular matriculei matriculad* enrolled enrol* taking estudava formo formei formad* \
             got accepted pos semestre semester aula aulas classes freshman graduated";

/// All slots. Of the user and of the people in their life alike.
pub const SLOTS: [Slot; 25] = [
    // Of a person in the user's life the kind is `relation`: "my sister is called Ana" tells both. A correction that
    // names only the relation leaves the name of its subject empty; one that names the wrong name has that there.
    Slot {
        name: "name",
        kind: FactKind::Identity,
        nature: Nature::Constant,
        value: "what the subject is called",
        also: "full_name first_name called named nome",
        near: "chamo chama chamamos nome name named called call sou m am chamar chamad* apelido s e is conhecid* nickname apresentar meet prazer batizei batizamos aqui_e ex cachorr* \
             irma irmao mae pai filh* marido espos* namorad* amig* chefe sister brother mother mom mum father dad wife husband son daughter friend boss boyfriend girlfriend \
             gat* dog cat aunt uncle tia tio prim* cousin avo vo grand* sobrinh* nephew niece vizinh* neighbo* colega colleague professor* teacher",
    },
    Slot {
        name: "age",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "years, in digits",
        also: "idade",
        near: "anos years year age tenho tem turned turning fiz completei completo idade old aged faco fez turn m am is",
    },
    Slot {
        name: "birthday",
        kind: FactKind::Birthday,
        nature: Nature::Constant,
        value: "MM-DD, or YYYY-MM-DD where the year is known",
        also: "birth_date date_of_birth birthdate born_on dob aniversario",
        near: "aniversario niver nasci nasceu born birthday bday faco_anos faz_anos completo anos turn turning turns faco aniversariante b_day",
    },
    Slot {
        name: "birth_year",
        kind: FactKind::Identity,
        nature: Nature::Constant,
        value: "the year of birth, in digits",
        also: "year_of_birth birthyear",
        near: "",
    },
    Slot {
        name: "from",
        kind: FactKind::Place,
        nature: Nature::Constant,
        value: "the town, region or country the subject comes from",
        also: "origin born_in birthplace hometown grew_up_in place_of_birth origem",
        near: "nasci nasceu sou e era is was vim veio from born natural cresci cresceu grew raised origin* nascid* criad* hometown terra raizes",
    },
    Slot {
        name: "lives_in",
        kind: FactKind::Place,
        nature: Nature::Changing,
        value: "the town, region or country, as said",
        also: "residence city home location lives living_in current_city address lives_at mora_em cidade",
        near: "moro mora moramos moram morando morar vivo vive vivendo mudei mudou mudamos live living lives moved reside based home minha_casa \
             meu_ap meu_apartamento my_apartment my_flat my_house endereco address morava morei lived settled instalei instalad* relocated aluguei rent renting morado fico",
    },
    Slot {
        name: "works_at",
        kind: FactKind::Work,
        nature: Nature::Mostly,
        value: "the employer or the kind of place, without its article",
        also: "employer company workplace works_for works_in work_place trabalha_em empresa",
        near: "trabalho trabalha trabalhamos trabalhando trabalhava trabalhei trabalhar emprego contratad* work works working worked job jobs hired employed employer vaga empresa \
             company estagi* intern* firm escritorio office comecei started start entrei joined join turno shift plantao plantoes plantonista freela* clt chef* boss demit* \
             saio sai larguei left quit cargo setor pedi sou am_a am_an m_a m_an contrato contract as fui_pra transferid* leciono dou_aula dou_aulas teach teaching atendo lead leads manage lido agora",
    },
    Slot {
        name: "works_as",
        kind: FactKind::Work,
        nature: Nature::Mostly,
        value: "the occupation; also retired, unemployed",
        also: "job profession occupation role position job_title profissao cargo works",
        near: "sou e virei trabalho trabalha trabalhando atuo work works working m am is job profissao profession formei formad* become became cargo vaga promovid* promoted hired \
             contratad* estagi* intern* start started comecei carreira career emprego position as era was fui serve sirvo dirijo dirige drive drives teach leciono",
    },
    Slot {
        name: "studies",
        kind: FactKind::Study,
        nature: Nature::Mostly,
        value: "the subject that is studied",
        also: "major course degree field_of_study study curso estuda",
        near: NEAR_STUDIES,
    },
    Slot {
        name: "studies_at",
        kind: FactKind::Study,
        nature: Nature::Mostly,
        value: "the school or university, without its article",
        also: "school university college studies_in estuda_em",
        near: NEAR_STUDIES,
    },
    Slot {
        name: "partner",
        kind: FactKind::Relation,
        nature: Nature::Changing,
        value: "the name of the subject's husband, wife, girlfriend or boyfriend",
        also: "spouse husband wife boyfriend girlfriend fiance fiancee married_to dating partner_name",
        near: "namor* casad* casei casou casamos marid* espos* wife husband boyfriend girlfriend partner noiv* fianc* married dating date companheir* mulher ficando seeing together \
             juntos junto relationship engaged spouse morar_junto termin* broke_up broken_up split separ* divorc*",
    },
    Slot {
        name: "status",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "single, married, engaged, divorced, widowed, as said",
        also: "marital_status relationship_status civil_status estado_civil",
        near: "casad* casei solteir* divorc* separ* viuv* noiv* namor* married single divorced separated widow* engaged relationship dating relacionamento wedding",
    },
    Slot {
        name: "children",
        kind: FactKind::Relation,
        nature: Nature::Changing,
        value: "how many, in digits; 0 for none",
        also: "kids filhos number_of_children how_many_children",
        near: "",
    },
    Slot {
        name: "diet",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "vegetarian, vegan, as said",
        also: "dieta",
        near: "",
    },
    Slot {
        name: "religion",
        kind: FactKind::Belief,
        nature: Nature::Changing,
        value: "as said",
        also: "religiao faith",
        near: "",
    },
    Slot {
        name: "team",
        kind: FactKind::Like,
        nature: Nature::Changing,
        value: "the team the subject supports",
        also: "football_team soccer_team time_do_coracao",
        near: "",
    },
    Slot {
        name: "married_on",
        kind: FactKind::Event,
        nature: Nature::Constant,
        value: "YYYY, YYYY-MM or YYYY-MM-DD of the wedding",
        also: "wedding_date wedding married_in casamento",
        near: "",
    },
    Slot {
        name: "graduated_on",
        kind: FactKind::Event,
        nature: Nature::Constant,
        value: "YYYY, YYYY-MM or YYYY-MM-DD",
        also: "graduation graduation_date graduated_in formatura",
        near: "",
    },
    Slot {
        name: "retired_on",
        kind: FactKind::Event,
        nature: Nature::Changing,
        value: "YYYY, YYYY-MM or YYYY-MM-DD",
        also: "retirement retirement_date aposentadoria",
        near: "",
    },
    Slot {
        name: "died",
        kind: FactKind::Event,
        nature: Nature::Constant,
        value: "YYYY, YYYY-MM or YYYY-MM-DD where known, otherwise the verb as said",
        also: "death died_on date_of_death death_date morte",
        near: "",
    },
    Slot {
        name: "pronouns",
        kind: FactKind::Identity,
        nature: Nature::Constant,
        value: "the pronouns the subject goes by, as said",
        also: "pronomes",
        near: "",
    },
    Slot {
        name: "phone",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "the telephone number, in digits",
        also: "phone_number telefone",
        near: "",
    },
    Slot {
        name: "email",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "the address",
        also: "email_address e_mail",
        near: "",
    },
    Slot {
        name: "height",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "as said, with its unit",
        also: "altura",
        near: "",
    },
    Slot {
        name: "weight",
        kind: FactKind::Identity,
        nature: Nature::Changing,
        value: "as said, with its unit",
        also: "peso",
        near: "",
    },
];

/// The slot of that name.
pub fn find(name: &str) -> Option<Slot> {
    SLOTS.into_iter().find(|slot| slot.name == name)
}

impl Slot {
    /// Whether facts of this kind, of the user or of somebody else, may stand in it: a wish to live somewhere is no home.
    pub fn takes(self, kind: FactKind, of_somebody: Whose) -> bool {
        self.kind == kind
            || self.name == "name" && of_somebody == Whose::Somebodys && kind == FactKind::Relation
    }
}

/// Of whom a fact is, as far as a slot asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Users,
    Somebodys,
}

/// What begins the name of a slot for the one thing of its sort that is liked best, however it is written.
const FAVORITE: &str = "favorit";

/// A slot by whatever name it was given, with its nature. A name nobody knows is no slot: nothing is to be retired for a word that a
/// model made up, but for a favourite, of which there is one.
pub fn read(said: &str) -> (String, Nature) {
    let plain: String = fold(said).trim().replace([' ', '-'], "_");
    let plain = plain.replace("favourit", FAVORITE);
    if plain.starts_with(FAVORITE) {
        return (plain, Nature::Changing);
    }
    let found = find(&plain).or_else(|| {
        SLOTS.into_iter().find(|slot| slot.also.split_ascii_whitespace().any(|other| other == plain))
    });
    found.map_or((String::new(), Nature::Beside), |slot| (slot.name.to_owned(), slot.nature))
}

/// Whether facts of a kind may stand in a slot that [`read`] gave.
pub fn takes(slot: &str, kind: FactKind, whose: Whose) -> bool {
    if slot.starts_with(FAVORITE) {
        return kind == FactKind::Like;
    }
    find(slot).is_some_and(|slot| slot.takes(kind, whose))
}

/// Whether the values of a slot are what people are called: they are themselves only as they are written, and mean nothing else.
pub fn is_of_names(slot: &str) -> bool {
    matches!(slot, "name" | "partner")
}

/// Whether the values of a slot are places.
pub fn is_of_places(slot: &str) -> bool {
    find(slot).is_some_and(|slot| slot.kind == FactKind::Place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_is_found_by_each_of_its_names_and_none_twice() {
        for slot in SLOTS {
            assert_eq!(find(slot.name), Some(slot));
            for name in slot.also.split(' ').filter(|name| !name.is_empty()) {
                assert_eq!(read(name), (slot.name.to_owned(), slot.nature), "{name}");
            }
        }
        assert_eq!(find(""), None);
    }

    #[test]
    fn a_slot_is_known_by_several_names_and_an_unknown_one_is_none() {
        assert_eq!(read("Employer"), ("works_at".to_owned(), Nature::Mostly));
        assert_eq!(read("birth date"), ("birthday".to_owned(), Nature::Constant));
        assert_eq!(read("favourite_color").0, "favorite_color");
        assert_eq!(read("pets"), (String::new(), Nature::Beside));
    }

    #[test]
    fn a_slot_takes_facts_of_its_kind() {
        for (slot, kind, whose, takes_it) in [
            ("lives_in", FactKind::Place, Whose::Users, true),
            ("lives_in", FactKind::Plan, Whose::Users, false),
            ("name", FactKind::Relation, Whose::Users, false),
            ("name", FactKind::Relation, Whose::Somebodys, true),
            ("favorite_color", FactKind::Like, Whose::Users, true),
            ("", FactKind::Like, Whose::Users, false),
        ] {
            assert_eq!(takes(slot, kind, whose), takes_it, "{slot} {kind:?}");
        }
    }
}
