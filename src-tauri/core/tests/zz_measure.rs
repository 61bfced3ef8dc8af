use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::{io::Cursor, time::Instant};
#[test]
fn measure() {
    let mut noise = 1u32;
    let p = RgbImage::from_fn(4032, 3024, |x, y| {
        noise ^= noise << 13; noise ^= noise >> 17; noise ^= noise << 5;
        let g = (noise & 31) as u8;
        let wave = (((x as f32 / 90.0).sin() * (y as f32 / 70.0).cos() + 1.0) * 60.0) as u8;
        Rgb([wave + g, (x * 160 / 4032) as u8 + g, (y * 160 / 3024) as u8 + g])
    });
    for f in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let mut b = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(p.clone()).write_to(&mut b, f).unwrap();
        let b = b.into_inner();
        for _ in 0..3 {
            let t = Instant::now();
            let r = samantha_core::conversation::picture::prepare(&b).unwrap();
            println!("{f:?} {} B in: {:?}, {}x{} {} B, thumb {} B", b.len(), t.elapsed(), r.width, r.height, r.bytes.len(), r.thumbnail.len());
        }
    }
}
