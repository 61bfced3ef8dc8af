//! Places that hold others: who lives in one of them lives in a town of it, too.

use super::{keys, lexicon};
use std::{collections::HashSet, sync::LazyLock};

/// Countries, and states and regions that no town is called by. Plain; words of several parts are joined with `_`.
const WIDE: &str = "brazil brasil portugal angola mozambique mocambique cape_verde cabo_verde argentina uruguay uruguai paraguay paraguai chile bolivia peru colombia \
    venezuela ecuador equador cuba canada australia india china russia ukraine ucrania turkey turquia israel egypt egito morocco marrocos nigeria kenya quenia iran iraq \
    pakistan paquistao bangladesh indonesia thailand tailandia vietnam philippines filipinas malaysia malasia austria hungary hungria romania romenia bulgaria croatia \
    croacia serbia slovakia slovenia iceland islandia estonia latvia lithuania usa america europe europa asia africa oceania \
    england scotland wales gales ireland france spain italy germany japan mexico switzerland sweden norway denmark finland poland greece belgium netherlands \
    united_states united_kingdom south_africa south_korea new_zealand \
    acre alagoas amapa amazonas bahia ceara espirito_santo goias maranhao mato_grosso mato_grosso_do_sul minas minas_gerais para paraiba parana pernambuco piaui \
    rio_grande_do_norte rio_grande_do_sul rondonia roraima santa_catarina sergipe tocantins nordeste sudeste centro_oeste interior \
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland \
    massachusetts michigan minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey new_mexico north_carolina north_dakota ohio oklahoma oregon \
    pennsylvania rhode_island south_carolina south_dakota tennessee texas utah vermont virginia west_virginia wisconsin wyoming ontario quebec british_columbia alberta \
    algarve alentejo acores madeira catalonia andalusia tuscany bavaria countryside midlands";

static KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let key = |place: &str| keys::key(&place.replace('_', " "));
    WIDE.split_ascii_whitespace().map(key).collect()
});

/// Whether a place is one that holds towns.
pub(super) fn is_wide(place: &str) -> bool {
    KEYS.contains(&keys::key(place)) || KEYS.contains(lexicon::first(&keys::key(place)))
}

/// Whether one of the parts of a place as it was said ("Recife, Boa Viagem") is the other.
pub(super) fn is_part(whole: &str, part: &str) -> bool {
    let part = keys::key(part);
    let joined = whole.replace(" em ", ",").replace(" in ", ",").replace(" - ", ",");
    joined.split([',', '(', ')', '/', ';', '–']).any(|one| !one.trim().is_empty() && keys::key(one) == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_or_a_state_holds_towns_and_a_town_of_its_name_does_not() {
        for place in ["Brasil", "o Brasil", "Pernambuco", "Inglaterra", "United States", "Texas"] {
            assert!(is_wide(place), "{place}");
        }
        for place in ["Recife", "São Paulo", "New York", "Porto Alegre", "Georgia Street"] {
            assert!(!is_wide(place), "{place}");
        }
        assert!(is_part("Recife, em Boa Viagem", "recife") && !is_part("Porto Alegre", "Porto"));
    }
}
