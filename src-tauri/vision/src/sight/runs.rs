//! A row of pixels, cut into runs of dark and light.
//!
//! What it is for: edges are placed between the pixels, where the brightness crosses the level, so that runs of modules of
//! two pixels still have the lengths 1:1:3:1:1. What it must never do: look at each pixel of a row without any edge.

/// Pixels that are compared at once.
const CHUNK_PX: usize = 32;

/// Cuts a row into runs: the places where it crosses the level, between the pixels. Returns whether it begins dark.
#[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
pub(super) fn cut(row: &[u8], levels: &[u8], margin: u8, edges: &mut Vec<f32>) -> bool {
    edges.clear();
    let first_is_dark = row.first() < levels.first();
    let mut dark = first_is_dark;
    for (index, (values, levels)) in row.chunks(CHUNK_PX).zip(levels.chunks(CHUNK_PX)).enumerate() {
        // Most chunks hold no edge; all their pixels are compared at once.
        if !crosses(values, levels, margin, dark) {
            continue;
        }
        for (offset, (&value, &level)) in values.iter().zip(levels).enumerate() {
            if over(value, level, margin, dark) {
                edges.push(crossing(row, index * CHUNK_PX + offset, level, dark));
                dark = !dark;
            }
        }
    }
    edges.push(row.len() as f32);
    first_is_dark
}

/// Whether a pixel lies beyond the level on the side that `dark` is not.
const fn over(value: u8, level: u8, margin: u8, dark: bool) -> bool {
    if dark { value.saturating_sub(level) > margin } else { level.saturating_sub(value) > margin }
}

/// Whether any of the pixels does.
fn crosses(values: &[u8], levels: &[u8], margin: u8, dark: bool) -> bool {
    let pairs = values.iter().zip(levels);
    let most = if dark {
        pairs.fold(0u8, |most, (value, level)| most.max(value.saturating_sub(*level)))
    } else {
        pairs.fold(0u8, |most, (value, level)| most.max(level.saturating_sub(*value)))
    };
    most > margin
}

/// Where exactly the row crossed the level on its way to the pixel at `x`.
#[expect(clippy::cast_precision_loss, reason = "pixel positions are far below the 24 bits of an f32")]
fn crossing(row: &[u8], x: usize, level: u8, from_dark: bool) -> f32 {
    let mut after = x;
    let value = |place: usize| row.get(place).copied().unwrap_or(level);
    while after > 0 && x - after < 6 && if from_dark { value(after - 1) > level } else { value(after - 1) < level } {
        after -= 1;
    }
    if after == 0 {
        return 0.0;
    }
    let (before, now) = (f32::from(value(after - 1)), f32::from(value(after)));
    let level = f32::from(level);
    let share = if (now - before).abs() < 0.5 { 0.5 } else { ((level - before) / (now - before)).clamp(0.0, 1.0) };
    (after - 1) as f32 + share
}

/// Whether five runs are about 1:1:3:1:1; `tolerance` in modules for a run of one module.
pub(super) fn like_a_finder(runs: [f32; 5], tolerance: f32) -> bool {
    let [a, b, c, d, e] = runs;
    let module = (a + b + c + d + e) / 7.0;
    // Blur moves dark against light, but both rings alike.
    let near = |run: f32| (run - module).abs() < tolerance * module;
    let like = |a: f32, b: f32| (a - b).abs() < 0.85 * module;
    module > 0.8
        && (c - 3.0 * module).abs() < 1.3 * module
        && near(a)
        && near(b)
        && near(d)
        && near(e)
        && like(a, e)
        && like(b, d)
}
