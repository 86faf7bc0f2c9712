//! What only Linux can be asked: what a node is, what it offers, and to be put into a state that can be opened.
//!
//! What it is for: the camera library reads a list of formats with wrong rates (7.5 a second becomes 15) and cannot
//! open a device at all that happens to stand at such a rate. Here the device is asked directly. What it must never do:
//! take frames; that is the library's part.

use std::io;

use nokhwa::utils::{CameraFormat, FrameFormat};
use v4l::capability::Flags;
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC, Fraction};

/// Kinds of pixels by the system's four letters.
const KINDS: [(FrameFormat, &[u8; 4]); 6] = [
    (FrameFormat::YUYV, b"YUYV"),
    (FrameFormat::MJPEG, b"MJPG"),
    (FrameFormat::NV12, b"NV12"),
    (FrameFormat::GRAY, b"GRAY"),
    (FrameFormat::RAWRGB, b"RGB3"),
    (FrameFormat::RAWBGR, b"BGR3"),
];
/// Asked for where a device takes any size.
const ANY_SIZE: [(u32, u32); 2] = [(1_280, 720), (640, 480)];
/// Asked for where a device takes any rate.
const ANY_RATE_FPS: u32 = 30;

/// Whether the node delivers pictures. A USB camera comes with a second node for its metadata, and other programs'
/// virtual cameras with one for their output.
pub(super) fn captures(index: u32) -> bool {
    let Ok(device) = open(index) else {
        // It cannot be opened; opening it in earnest will say why.
        return true;
    };
    let Ok(known) = device.query_caps() else {
        return true;
    };
    // The capabilities are those of the whole camera, not of the node; a metadata node lists no picture format.
    known.capabilities.contains(Flags::VIDEO_CAPTURE)
        && device.enum_formats().map_or(true, |formats| !formats.is_empty())
}

/// The formats that the device offers and the library can take: whole numbers of frames a second.
pub(super) fn formats(index: u32) -> io::Result<Vec<CameraFormat>> {
    let device = open(index)?;
    let mut list = Vec::new();
    for offered in device.enum_formats()? {
        let Some(kind) = kind_of(offered.fourcc) else {
            continue;
        };
        for (width, height) in sizes(&device, offered.fourcc) {
            let rates = rates(&device, offered.fourcc, width, height);
            list.extend(rates.into_iter().map(|fps| CameraFormat::new_from(width, height, kind, fps)));
        }
    }
    Ok(list)
}

/// Puts the device into the format before the library looks at it. What does not succeed here will not succeed there
/// either, and is told there.
pub(super) fn preset(index: u32, format: CameraFormat) -> io::Result<()> {
    let device = open(index)?;
    let Some((_, letters)) = KINDS.iter().find(|(kind, _)| *kind == format.format()) else {
        return Ok(());
    };
    device.set_format(&Format::new(format.width(), format.height(), FourCC::new(letters)))?;
    device.set_params(&Parameters::with_fps(format.frame_rate()))?;
    Ok(())
}

fn open(index: u32) -> io::Result<Device> {
    Device::new(usize::try_from(index).unwrap_or(usize::MAX))
}

fn kind_of(letters: FourCC) -> Option<FrameFormat> {
    KINDS.iter().find(|(_, known)| letters.repr == **known).map(|(kind, _)| *kind)
}

fn sizes(device: &Device, kind: FourCC) -> Vec<(u32, u32)> {
    let offered = device.enum_framesizes(kind).unwrap_or_default();
    let each = offered.into_iter().flat_map(|offer| match offer.size {
        FrameSizeEnum::Discrete(size) => vec![(size.width, size.height)],
        FrameSizeEnum::Stepwise(range) => {
            let fits = |(width, height): &(u32, u32)| {
                (range.min_width..=range.max_width).contains(width)
                    && (range.min_height..=range.max_height).contains(height)
            };
            ANY_SIZE.into_iter().filter(fits).collect()
        }
    });
    each.collect()
}

fn rates(device: &Device, kind: FourCC, width: u32, height: u32) -> Vec<u32> {
    let offered = device.enum_frameintervals(kind, width, height).unwrap_or_default();
    let each = offered.into_iter().filter_map(|offer| match offer.interval {
        FrameIntervalEnum::Discrete(interval) => whole_rate(interval),
        // The least interval is the highest rate.
        FrameIntervalEnum::Stepwise(range) => {
            let fluent = range.min.numerator.saturating_mul(ANY_RATE_FPS) <= range.min.denominator;
            if fluent { Some(ANY_RATE_FPS) } else { whole_rate(range.min) }
        }
    });
    each.collect()
}

/// Frames a second, if that is a whole number.
fn whole_rate(interval: Fraction) -> Option<u32> {
    let whole = interval.numerator > 0 && interval.denominator.is_multiple_of(interval.numerator);
    whole.then(|| interval.denominator / interval.numerator).filter(|fps| *fps > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_rates_count() {
        for (numerator, denominator, expected) in [
            (1, 30, Some(30)),
            (2, 60, Some(30)),
            (2, 15, None),
            (2, 25, None),
            (1_001, 30_000, None),
            (0, 30, None),
            (1, 0, None),
        ] {
            assert_eq!(whole_rate(Fraction::new(numerator, denominator)), expected, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn kinds_are_known_by_their_letters() {
        assert_eq!(kind_of(FourCC::new(b"MJPG")), Some(FrameFormat::MJPEG));
        assert_eq!(kind_of(FourCC::new(b"YU12")), None);
    }
}
