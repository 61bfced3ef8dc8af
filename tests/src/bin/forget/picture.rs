//! A picture whose file says more than can be seen.

use crate::plan::Hidden;
use anyhow::{Context as _, Result};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use samantha_tests::Dice;
use std::io::Cursor;

/// A photo like no other, with these words in its metadata.
///
/// # Errors
/// When it can't be encoded.
pub fn hiding(dice: &mut Dice, hidden: Hidden, words: &str) -> Result<Vec<u8>> {
    let (width, height) = (96 + dice.index(64) as u32, 80 + dice.index(40) as u32);
    let photo = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 2) as u8, (y * 2) as u8, (dice.throw() & 127) as u8])
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(photo).write_to(&mut file, ImageFormat::Jpeg)?;
    let file = file.into_inner();
    let (mark, content) = match hidden {
        Hidden::Comment => (0xfe, words.as_bytes().to_vec()),
        Hidden::Xmp => (
            0xe1,
            format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:description>{words}</dc:description></x:xmpmeta>")
                .into_bytes(),
        ),
        Hidden::Exif => (0xe1, exif(words)),
    };
    let length = u16::try_from(content.len() + 2).context("too many words for a picture")?;
    let (begin, rest) = file.split_at(2);
    Ok([begin, &[0xff, mark], &length.to_be_bytes(), &content, rest].concat())
}

/// One entry: ImageDescription, behind the header of a little-endian TIFF.
fn exif(words: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0".to_vec();
    exif.extend((words.len() as u32).to_le_bytes());
    exif.extend(26_u32.to_le_bytes());
    exif.extend(0_u32.to_le_bytes());
    exif.extend(words.as_bytes());
    exif
}
