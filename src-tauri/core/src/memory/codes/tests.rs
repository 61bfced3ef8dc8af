//! Small vectors say about what the large ones say.

use super::*;
use proptest::prelude::*;

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

fn vectors() -> impl Strategy<Value = (Vec<f32>, Vec<f32>)> {
    prop_oneof![Just(64_usize), Just(384), Just(448), Just(768)].prop_flat_map(|dims| {
        let one = || prop::collection::vec(-1.0f32..1.0, dims);
        (one(), one(), 0.0f32..1.0).prop_map(|(a, b, share)| {
            // Of two drawn alone the cosine is always about nought.
            let b = a.iter().zip(&b).map(|(a, b)| share * a + (1.0 - share) * b).collect();
            (a, b)
        })
    })
}

fn prepare(vector: &[f32]) -> Vec<f32> {
    prepared(vector, &vec![0.0; vector.len()]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn turning_keeps_lengths_and_angles((a, b) in vectors()) {
        let (x, y) = (prepare(&a), prepare(&b));
        prop_assert!((dot(&x, &x) - 1.0).abs() < 1e-4);
        prop_assert!((dot(&x, &y) - cosine(&a, &b)).abs() < 1e-4);
    }

    #[test]
    fn a_byte_a_dimension_gives_the_cosine_to_within_a_hundredth((a, b) in vectors()) {
        let kept = exact(&prepare(&b));
        prop_assert_eq!(kept.len(), exact_length(b.len()));
        let found = exact_cosine(&prepare(&a), &kept).unwrap();
        prop_assert!((found - cosine(&a, &b)).abs() < 0.01, "{found} {}", cosine(&a, &b));
    }

    #[test]
    fn a_bit_a_dimension_gives_about_the_cosine((a, b) in vectors()) {
        let found = Estimator::new(&prepare(&a)).cosine(&code(&prepare(&b)));
        // Five times what it is off by on average.
        let slack = 5.0 * 0.75 / (a.len() as f32).sqrt();
        prop_assert!((found - cosine(&a, &b)).abs() < slack, "{found} {}", cosine(&a, &b));
    }

    #[test]
    fn a_code_is_read_as_it_was_kept((a, _) in vectors()) {
        let code = code(&prepare(&a));
        let bytes: Vec<u8> = to_bytes(&code).collect();
        prop_assert_eq!(bytes.len(), a.len() / 8);
        prop_assert_eq!(from_bytes(&bytes).collect::<Vec<_>>(), code.clone());
        prop_assert_eq!(distance(&code, &code), 0);
    }
}

#[test]
fn what_is_no_vector_is_none() {
    let centre = vec![0.0; 64];
    for wrong in [vec![0.0; 64], vec![f32::NAN; 64], vec![f32::INFINITY; 64], vec![1.0; 63], Vec::new()] {
        assert_eq!(prepared(&wrong, &centre), None);
    }
    assert_eq!(prepared(&centre.iter().map(|_| 0.5).collect::<Vec<_>>(), &vec![0.5; 64]), None);
    assert_eq!(exact_cosine(&[1.0; 64], &[]), None);
    assert_eq!(exact_cosine(&[1.0; 64], &exact(&[1.0; 128])), None);
    let mut broken = exact(&prepare(&[1.0; 64]));
    broken[..4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert_eq!(exact_cosine(&prepare(&[1.0; 64]), &broken), None);
}
