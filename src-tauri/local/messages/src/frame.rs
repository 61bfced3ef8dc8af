//! Frames: the length of what follows as four bytes, little-endian, then JSON. At most 16 MiB.

use serde::{Serialize, de::DeserializeOwned};
use std::{
    fmt,
    io::{self, Read, Write},
};

/// Most bytes of JSON in a frame.
pub const LONGEST_FRAME: u32 = 16 * 1024 * 1024;

/// Why there is no message.
#[derive(Debug)]
pub enum FrameError {
    /// Nothing more can be read or written; also an end in the middle of a frame.
    Io(io::Error),
    /// The length is over [`LONGEST_FRAME`]: what follows can't be trusted.
    TooLong(u64),
    /// What came is no message of ours. Says at which column, not what was there.
    Unreadable(String),
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::TooLong(bytes) => write!(f, "a frame of {bytes} bytes"),
            Self::Unreadable(detail) => write!(f, "an unreadable frame ({detail})"),
        }
    }
}

impl std::error::Error for FrameError {}

impl From<io::Error> for FrameError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A message as a whole frame.
///
/// # Errors
/// `TooLong`, when it doesn't fit.
pub fn encode_frame<T: Serialize>(message: &T) -> Result<Vec<u8>, FrameError> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, message)
        .map_err(|error| FrameError::Unreadable(format!("{:?}", error.classify())))?;
    let length = frame.len() as u64 - 4;
    match u32::try_from(length) {
        Ok(short) if short <= LONGEST_FRAME => {
            for (place, byte) in frame.iter_mut().zip(short.to_le_bytes()) {
                *place = byte;
            }
            Ok(frame)
        }
        _ => Err(FrameError::TooLong(length)),
    }
}

/// The message in a frame's JSON (without the four bytes before it).
///
/// # Errors
/// `Unreadable`.
pub fn decode_frame<T: DeserializeOwned>(json: &[u8]) -> Result<T, FrameError> {
    // serde's own sentence may repeat what was there; words don't go into errors.
    serde_json::from_slice(json)
        .map_err(|error| FrameError::Unreadable(format!("{:?} at {}", error.classify(), error.column())))
}

/// Writes a message and flushes.
///
/// # Errors
/// `TooLong` (nothing was written then), or `Io`.
pub fn write_frame<T: Serialize>(to: &mut impl Write, message: &T) -> Result<(), FrameError> {
    to.write_all(&encode_frame(message)?)?;
    Ok(to.flush()?)
}

/// Reads a message; `None` at the end, between two frames.
///
/// # Errors
/// All of them; nothing more can be read after one.
pub fn read_frame<T: DeserializeOwned>(from: &mut impl Read) -> Result<Option<T>, FrameError> {
    let mut length = [0; 4];
    let mut have = 0;
    while let Some(room) = length.get_mut(have..).filter(|room| !room.is_empty()) {
        match from.read(room) {
            Ok(0) if have == 0 => return Ok(None),
            Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(more) => have += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST_FRAME {
        return Err(FrameError::TooLong(length.into()));
    }
    // Grows with what comes, not with what was promised.
    let mut json = Vec::new();
    from.take(length.into()).read_to_end(&mut json)?;
    if json.len() < length as usize {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    decode_frame(&json).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Reply, Request, Said, Sampling, Speaker};
    use proptest::prelude::*;

    #[test]
    fn frames_come_back_in_order_and_the_end_is_none() {
        let said = Said { by: Speaker::User, text: "Olá, você".into() };
        let answer = Answer {
            id: 1,
            messages: vec![said],
            schema: None,
            max_tokens: 9,
            sampling: Sampling::default(),
        };
        let asked = [Request::Answer(answer), Request::Stop { id: 1 }];
        let mut bytes = Vec::new();
        for request in &asked {
            write_frame(&mut bytes, request).unwrap();
        }
        let mut from = bytes.as_slice();
        for request in asked {
            assert_eq!(read_frame::<Request>(&mut from).unwrap(), Some(request));
        }
        assert_eq!(read_frame::<Request>(&mut from).unwrap(), None);
    }

    #[test]
    fn a_frame_that_promises_too_much_is_refused_before_it_is_read() {
        let mut bytes = (LONGEST_FRAME + 1).to_le_bytes().to_vec();
        bytes.extend([b' '; 64]);
        assert!(matches!(read_frame::<Reply>(&mut bytes.as_slice()), Err(FrameError::TooLong(_))));
    }

    #[test]
    fn a_message_that_does_not_fit_is_not_written() {
        let mut bytes = Vec::new();
        let text = "a".repeat(LONGEST_FRAME as usize);
        let written = write_frame(&mut bytes, &Reply::Piece { id: 1, text });
        assert!(matches!(written, Err(FrameError::TooLong(_))));
        assert!(bytes.is_empty());
    }

    #[test]
    fn an_error_repeats_nothing_of_what_came() {
        let mut bytes = 22u32.to_le_bytes().to_vec();
        bytes.extend(*b"{\"tell\":\"um segredo\"} ");
        let error = read_frame::<Reply>(&mut bytes.as_slice()).unwrap_err().to_string();
        assert!(!error.contains("segredo"), "{error}");
    }

    proptest! {
        #[test]
        fn a_frame_cut_anywhere_is_an_end_or_an_error(text in ".{0,40}", cut in 0usize..80) {
            let reply = Reply::Piece { id: 7, text };
            let bytes = encode_frame(&reply).unwrap();
            let cut = cut.min(bytes.len());
            match read_frame::<Reply>(&mut &bytes[..cut]) {
                Ok(None) => prop_assert_eq!(cut, 0),
                Ok(Some(whole)) => { prop_assert_eq!(cut, bytes.len()); prop_assert_eq!(whole, reply) }
                Err(error) => prop_assert!(matches!(error, FrameError::Io(_))),
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            drop(read_frame::<Reply>(&mut bytes.as_slice()));
        }
    }
}
