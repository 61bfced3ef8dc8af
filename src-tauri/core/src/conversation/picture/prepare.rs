//! What is kept of a picture: its pixels, upright, no larger than models look at, and a small one for the page. Both are
//! encoded anew, so that nothing else of the file that was given (where and when it was taken, with what, a preview of
//! what was cut away) is kept or sent.

#[cfg(test)]
mod tests;

use crate::error::{Kind, kind};
use anyhow::Result;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView as _, ImageDecoder, ImageEncoder as _, ImageError,
    ImageFormat, ImageReader, Limits, RgbImage, RgbaImage,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
    imageops::FilterType as Resampling,
    metadata::Orientation,
};
use std::{collections::HashSet, io::Cursor};

/// Bytes a given file may have.
pub const LARGEST_FILE: usize = 40 * 1024 * 1024;
/// Pixels a given picture may have.
pub const MOST_PIXELS: u64 = 64_000_000;
/// Bytes its pixels may take once they are unpacked.
const MOST_MEMORY: u64 = 384 * 1024 * 1024;
/// Pixels of the longest side of what is kept. Larger ones are made smaller by the providers themselves:
/// <https://docs.anthropic.com/en/docs/build-with-claude/vision> names this figure.
pub const LONGEST_SIDE: u32 = 1568;
/// Pixels of the longest side of a thumbnail.
pub const LONGEST_THUMBNAIL: u32 = 320;
/// Bytes a thumbnail has at most.
pub(super) const LARGEST_THUMBNAIL: usize = 40 * 1024;
/// Bytes of a drawing without transparent parts that is kept as PNG; a larger one is JPEG.
const LARGEST_DRAWING: usize = 1024 * 1024;
/// Bytes of a picture with transparent parts; a larger one is set on white.
const LARGEST_TRANSPARENT: usize = 3 * 1024 * 1024;
const QUALITY: u8 = 85;

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

/// A picture as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Of the whole picture: `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// Pixels of the whole picture.
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
    /// JPEG or PNG.
    pub thumbnail: Vec<u8>,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prepared({}, {} × {})", self.media_type, self.width, self.height)
    }
}

/// Reads a PNG, JPEG, GIF (its first frame), WebP (its first frame) or BMP, and makes of it what is kept. Blocks: about
/// half a second for twelve million pixels, and takes up to about a gigabyte of memory for the largest that are read.
///
/// # Errors
/// [`Kind::PictureTooLarge`] past [`LARGEST_FILE`] or [`MOST_PIXELS`]; [`Kind::NotAPicture`] for anything that can't be
/// read whole.
pub fn prepare(bytes: &[u8]) -> Result<Prepared> {
    let (drawing, picture) = shrunk(read(bytes)?);
    let (width, height) = picture.dimensions();
    let thumbnail = thumbnail(&picture)?;
    let (media_type, bytes) = encoded(&picture, drawing)?;
    Ok(Prepared { media_type, width, height, bytes, thumbnail })
}

/// What the first bytes of something encoded here say it is.
pub(super) fn media_type_of(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") { PNG } else { JPEG }
}

fn too_large(message: String) -> anyhow::Error {
    kind(Kind::PictureTooLarge, message)
}

fn unreadable(error: ImageError) -> anyhow::Error {
    let which = match error {
        ImageError::Limits(_) => Kind::PictureTooLarge,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_) => Kind::NotAPicture,
    };
    kind(which, error)
}

/// The pixels, and how they are to be turned.
fn read(bytes: &[u8]) -> Result<(DynamicImage, Orientation)> {
    if bytes.len() > LARGEST_FILE {
        return Err(too_large(format!("{} bytes, {LARGEST_FILE} are the most", bytes.len())));
    }
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(kind(Kind::NotAPicture, "it is no PNG, JPEG, GIF, WebP or BMP"));
    }
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(kind(Kind::NotAPicture, "it has no pixels"));
    }
    // Asked before anything is unpacked: a few bytes can say that they are a million pixels wide.
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_large(format!("{width} × {height} pixels, {MOST_PIXELS} are the most")));
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(unreadable)?;
    // A turn that can't be read is none.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(unreadable)?, turn))
}

/// Whether it looks drawn (a screenshot, a sketch), and the picture: upright, eight bits a colour, no larger than is
/// kept, with an alpha channel only where something shines through.
fn shrunk((picture, turn): (DynamicImage, Orientation)) -> (bool, DynamicImage) {
    let drawing = has_few_colours(&picture);
    let picture = if picture.color().has_alpha() {
        let mut picture =
            fitted(DynamicImage::ImageRgba8(by_alpha(picture.into_rgba8())), LONGEST_SIDE).into_rgba8();
        let solid = picture.pixels().all(|pixel| pixel.0[3] == u8::MAX);
        if solid {
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8())
        } else {
            not_by_alpha(&mut picture);
            DynamicImage::ImageRgba8(picture)
        }
    } else {
        DynamicImage::ImageRgb8(fitted(picture, LONGEST_SIDE).into_rgb8())
    };
    let mut picture = picture;
    picture.apply_orientation(turn);
    (drawing, picture)
}

/// Points looked at along a side to tell a drawing from a photo, and the colours a drawing has at most.
const POINTS: u32 = 200;
const FEW: usize = 256;

fn has_few_colours(picture: &DynamicImage) -> bool {
    let (width, height) = picture.dimensions();
    let step = |side: u32| usize::try_from((side / POINTS).max(1)).unwrap_or(1);
    let mut colours = HashSet::new();
    for y in (0..height).step_by(step(height)) {
        for x in (0..width).step_by(step(width)) {
            colours.insert(picture.get_pixel(x, y));
            if colours.len() > FEW {
                return false;
            }
        }
    }
    true
}

/// Colours times alpha, so that what can't be seen neither colours the edges of what can when it is made smaller, nor is
/// kept behind it.
fn by_alpha(mut picture: RgbaImage) -> RgbaImage {
    for pixel in picture.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let of = |c: u8| u8::try_from((u16::from(c) * u16::from(a) + 127) / 255).unwrap_or(u8::MAX);
        pixel.0 = [of(r), of(g), of(b), a];
    }
    picture
}

fn not_by_alpha(picture: &mut RgbaImage) {
    for pixel in picture.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let of = |c: u8| {
            let colour = (u16::from(c) * 255 + u16::from(a) / 2).checked_div(u16::from(a)).unwrap_or(0);
            u8::try_from(colour).unwrap_or(u8::MAX)
        };
        pixel.0 = [of(r), of(g), of(b), a];
    }
}

/// No longer than `longest` on either side. Very large ones are first brought near by averaging, which is quick.
fn fitted(picture: DynamicImage, longest: u32) -> DynamicImage {
    let (width, height) = picture.dimensions();
    if width.max(height) <= longest {
        return picture;
    }
    let near = longest * 3;
    let picture = if width.max(height) > near { picture.thumbnail(near, near) } else { picture };
    picture.resize(longest, longest, Resampling::Triangle)
}

fn encoded(picture: &DynamicImage, drawing: bool) -> Result<(&'static str, Vec<u8>)> {
    let largest = match picture {
        DynamicImage::ImageRgba8(_) => LARGEST_TRANSPARENT,
        _ if drawing => LARGEST_DRAWING,
        _ => 0,
    };
    if largest > 0 {
        let bytes = png(picture)?;
        if bytes.len() <= largest {
            return Ok((PNG, bytes));
        }
    }
    Ok((JPEG, jpeg(picture, QUALITY)?))
}

fn thumbnail(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut last = Vec::new();
    // The last of them fits whatever is in it: 80 × 80 pixels of four bytes.
    for (side, quality) in [(LONGEST_THUMBNAIL, 80), (LONGEST_THUMBNAIL, 55), (240, 50), (160, 50), (80, 50)]
    {
        let small = fitted(picture.clone(), side);
        last = match small {
            DynamicImage::ImageRgba8(_) => png(&small)?,
            _ => jpeg(&small, quality)?,
        };
        if last.len() < LARGEST_THUMBNAIL {
            break;
        }
    }
    Ok(last)
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let (width, height) = picture.dimensions();
    match picture {
        DynamicImage::ImageRgba8(rgba) => {
            encoder.write_image(rgba, width, height, ExtendedColorType::Rgba8).map_err(unreadable)?;
        }
        other => {
            encoder
                .write_image(&other.to_rgb8(), width, height, ExtendedColorType::Rgb8)
                .map_err(unreadable)?;
        }
    }
    Ok(bytes)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>> {
    let rgb = match picture {
        DynamicImage::ImageRgba8(rgba) => on_white(rgba),
        other => other.to_rgb8(),
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&rgb).map_err(unreadable)?;
    Ok(bytes)
}

fn on_white(picture: &RgbaImage) -> RgbImage {
    let mut solid = RgbImage::new(picture.width(), picture.height());
    for (to, from) in solid.pixels_mut().zip(picture.pixels()) {
        let [r, g, b, a] = from.0;
        let of = |c: u8| {
            let light = u16::from(c) * u16::from(a) + 255 * (255 - u16::from(a));
            u8::try_from((light + 127) / 255).unwrap_or(u8::MAX)
        };
        to.0 = [of(r), of(g), of(b)];
    }
    solid
}
