use super::*;
use crate::error::kind_of;
use image::{
    Frame, GrayImage, Luma, Rgb, Rgba,
    codecs::{gif::GifEncoder, png::PngDecoder},
};

/// Like a photo: every pixel of another colour, and not compressible to nothing.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut noise = 0x2545_f491_u32;
    RgbImage::from_fn(width, height, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let grain = (noise & 31) as u8;
        let of = |n: u32, all: u32| (n * 200 / all.max(1)) as u8 + grain;
        Rgb([of(x, width), of(y, height), of(x + y, width + height)])
    })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn opened(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

const SECRET: &[u8] = b"taken at 23.5505 S, 46.6333 W";

/// A JPEG with an EXIF block that says how it is turned, and where it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0x0e, 0x01, 2, 0, SECRET.len() as u8, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0; 4]);
    exif.extend(SECRET);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend((exif.len() as u16 + 2).to_be_bytes());
    bytes.extend(&exif);
    bytes.extend([0xff, 0xfe, 0, 2 + SECRET.len() as u8]);
    bytes.extend(SECRET);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// The kinds of a PNG's chunks, or of a JPEG's segments up to the scan.
fn parts(bytes: &[u8]) -> Vec<String> {
    let (mut at, mut found) = (8, Vec::new());
    if bytes.starts_with(b"\x89PNG") {
        while at < bytes.len() {
            let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
            found.push(String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned());
            at += length + 12;
        }
        return found;
    }
    at = 2;
    while bytes[at + 1] != 0xda {
        found.push(format!("{:x}", bytes[at + 1]));
        at += 2 + usize::from(u16::from_be_bytes(bytes[at + 2..at + 4].try_into().unwrap()));
    }
    found
}

#[test]
fn a_photo_is_made_upright_and_smaller_and_says_nothing_but_its_pixels() {
    let jpeg = with_exif(&file(&photo(2400, 1200).into(), ImageFormat::Jpeg), 6);
    assert!(has(&jpeg, SECRET));
    let prepared = prepare(&jpeg).unwrap();
    assert_eq!((prepared.media_type, prepared.width, prepared.height), (JPEG, 784, 1568));
    let whole = opened(&prepared.bytes);
    assert_eq!(whole.dimensions(), (784, 1568));
    // Turned by a quarter: what was on the left is on top.
    let (top, bottom) = (whole.get_pixel(392, 20), whole.get_pixel(392, 1548));
    assert!(top.0[0] < 60 && bottom.0[0] > 160, "{top:?} {bottom:?}");
    let small = opened(&prepared.thumbnail);
    assert_eq!(small.dimensions(), (160, 320));
    for bytes in [&prepared.bytes, &prepared.thumbnail] {
        assert!(!has(bytes, SECRET) && !has(bytes, b"Exif"));
        let parts = parts(bytes);
        let allowed = ["e0", "db", "c0", "c4"];
        assert!(parts.iter().all(|part| allowed.contains(&part.as_str())), "{parts:?}");
    }
}

#[test]
fn every_way_of_turning_comes_out_upright() {
    // White above, black below, as it is to be seen.
    let upright = DynamicImage::ImageRgb8(RgbImage::from_fn(96, 64, |x, y| match (y < 32, x < 48) {
        (true, true) => Rgb([255, 255, 255]),
        (true, false) => Rgb([255, 40, 40]),
        _ => Rgb([0, 0, 0]),
    }));
    for orientation in 1..=8 {
        let mut stored = upright.clone();
        // What the camera wrote is the picture turned back.
        stored.apply_orientation(match Orientation::from_exif(orientation).unwrap() {
            Orientation::Rotate90 => Orientation::Rotate270,
            Orientation::Rotate270 => Orientation::Rotate90,
            other => other,
        });
        let prepared = prepare(&with_exif(&file(&stored, ImageFormat::Jpeg), orientation)).unwrap();
        assert_eq!((prepared.width, prepared.height), (96, 64), "orientation {orientation}");
        let seen = opened(&prepared.bytes).into_rgb8();
        let near = |x, y, [r, g, b]: [u8; 3]| {
            let Rgb(is) = *seen.get_pixel(x, y);
            is.iter().zip([r, g, b]).all(|(is, is_to_be)| is.abs_diff(is_to_be) < 60)
        };
        let right = near(10, 10, [255; 3]) && near(85, 10, [255, 40, 40]) && near(48, 55, [0; 3]);
        assert!(right, "orientation {orientation}");
    }
}

#[test]
fn every_format_that_is_taken_is_read_and_only_those() {
    let picture = DynamicImage::ImageRgb8(photo(40, 30));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif]
    {
        let prepared = prepare(&file(&picture, format)).unwrap();
        assert_eq!((prepared.width, prepared.height), (40, 30), "{format:?}");
        assert_eq!(opened(&prepared.bytes).dimensions(), (40, 30));
    }
    for other in
        [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"", b"II*\0\x08\0\0\0", b"qoif\0\0\0\x01"]
    {
        assert_eq!(kind_of(&prepare(other).unwrap_err()), Kind::NotAPicture);
    }
}

#[test]
fn a_drawing_and_what_shines_through_stay_png_without_any_other_chunk() {
    let drawing = RgbImage::from_fn(600, 400, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 { Rgb([200, 60, 40]) } else { Rgb([255; 3]) }
    });
    let glass = RgbaImage::from_fn(600, 400, |x, y| {
        Rgba([(x % 256) as u8, (y % 256) as u8, 80, if x < 300 { 0 } else { 128 }])
    });
    for picture in [DynamicImage::ImageRgb8(drawing.clone()), DynamicImage::ImageRgba8(glass)] {
        let prepared = prepare(&file(&picture, ImageFormat::Png)).unwrap();
        assert_eq!(prepared.media_type, PNG);
        assert!(parts(&prepared.bytes).iter().all(|part| ["IHDR", "IDAT", "IEND"].contains(&part.as_str())));
    }
    let prepared = prepare(&file(&drawing.clone().into(), ImageFormat::Png)).unwrap();
    assert_eq!(opened(&prepared.bytes).into_rgb8(), drawing, "no line of it is blurred");
}

#[test]
fn colours_behind_what_cannot_be_seen_are_gone() {
    let hidden =
        RgbaImage::from_fn(
            64,
            64,
            |x, _| if x < 32 { Rgba([201, 17, 99, 0]) } else { Rgba([10, 20, 30, 255]) },
        );
    let kept = opened(&prepare(&file(&hidden.into(), ImageFormat::Png)).unwrap().bytes).into_rgba8();
    assert_eq!(*kept.get_pixel(3, 3), Rgba([0, 0, 0, 0]));
    assert_eq!(*kept.get_pixel(60, 3), Rgba([10, 20, 30, 255]));
}

#[test]
fn an_alpha_channel_that_hides_nothing_does_not_make_a_png_of_a_photo() {
    let solid = DynamicImage::ImageRgba8(DynamicImage::ImageRgb8(photo(300, 200)).into_rgba8());
    assert_eq!(prepare(&file(&solid, ImageFormat::Png)).unwrap().media_type, JPEG);
}

#[test]
fn a_thumbnail_is_always_small() {
    let noise = photo(1200, 1200);
    let glass = RgbaImage::from_fn(1200, 1200, |x, y| {
        let Rgb([r, g, b]) = *noise.get_pixel(x, y);
        Rgba([r.wrapping_mul(97), g.wrapping_mul(61), b.wrapping_mul(31), 1 + r / 2])
    });
    let grey = GrayImage::from_fn(900, 700, |x, y| Luma([((x * 31 + y * 17) % 256) as u8]));
    for picture in [
        DynamicImage::ImageRgb8(noise),
        DynamicImage::ImageRgba8(glass),
        DynamicImage::ImageLuma8(grey),
        DynamicImage::ImageRgb8(RgbImage::new(4000, 1)),
        DynamicImage::ImageRgb8(RgbImage::new(1, 1)),
    ] {
        let prepared = prepare(&file(&picture, ImageFormat::Png)).unwrap();
        assert!(prepared.thumbnail.len() < LARGEST_THUMBNAIL, "{} bytes", prepared.thumbnail.len());
        assert!(prepared.bytes.len() <= LARGEST_TRANSPARENT);
        let (width, height) = opened(&prepared.thumbnail).dimensions();
        assert!(width.max(height) <= LONGEST_THUMBNAIL && width.min(height) >= 1);
        assert!(prepared.width.max(prepared.height) <= LONGEST_SIDE);
    }
}

/// A PNG that says it is this large, in some eighty bytes.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(&DynamicImage::ImageRgb8(RgbImage::new(1, 1)), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = bytes[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    });
    bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
    bytes
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    for (width, height) in [(60_000, 60_000), (u32::MAX >> 1, 1), (1, u32::MAX >> 1), (8_001, 8_000)] {
        let error = prepare(&bomb(width, height)).unwrap_err();
        assert_eq!(kind_of(&error), Kind::PictureTooLarge, "{width} × {height}: {error:#}");
    }
    assert_eq!(kind_of(&prepare(&vec![0; LARGEST_FILE + 1]).unwrap_err()), Kind::PictureTooLarge);
    // As large as may be, and nothing in it.
    assert_eq!(kind_of(&prepare(&bomb(8_000, 8_000)).unwrap_err()), Kind::NotAPicture);
}

#[test]
fn a_damaged_picture_is_refused_or_read_and_never_worse() {
    let picture = DynamicImage::ImageRgb8(photo(48, 40));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Gif]
    {
        let whole = file(&picture, format);
        for end in (0..whole.len()).step_by(whole.len() / 60 + 1) {
            settled(&whole[..end]);
        }
        for (n, at) in (0..whole.len()).step_by(whole.len() / 150 + 1).enumerate() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << (n % 8);
            settled(&damaged);
            damaged[at] = 0xff;
            settled(&damaged);
        }
    }
}

fn settled(bytes: &[u8]) {
    match prepare(bytes) {
        Ok(prepared) => assert!(prepared.width.max(prepared.height) <= LONGEST_SIDE),
        Err(error) => {
            assert!(matches!(kind_of(&error), Kind::NotAPicture | Kind::PictureTooLarge), "{error:#}");
        }
    }
}

#[test]
fn what_moves_is_kept_as_its_first_frame() {
    let mut bytes = Vec::new();
    let frame = |colour| Frame::new(RgbaImage::from_pixel(20, 20, Rgba(colour)));
    GifEncoder::new(&mut bytes).encode_frames([frame([200, 0, 0, 255]), frame([0, 200, 0, 255])]).unwrap();
    let kept = prepare(&bytes).unwrap();
    assert_eq!(*opened(&kept.bytes).into_rgb8().get_pixel(5, 5), Rgb([200, 0, 0]));
    if kept.media_type == PNG {
        assert!(!PngDecoder::new(Cursor::new(&kept.bytes)).unwrap().is_apng().unwrap());
    }
}
