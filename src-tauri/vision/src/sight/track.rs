//! Following curled paper from tile to tile.
//!
//! What it is for: a low-order bend cannot be guessed from the corners when paper is rolled up, but from one tile of modules
//! to the next the grid moves little. Tiles in the finder patterns are known; from there each next tile is predicted from
//! the tiles around it and moved to where its modules stand out best (a phase-locked loop in two dimensions). Then the
//! bend is fitted through all tiles. What it must never do: jump by a module; predictions are followed closely.

use super::fit::Bend;
use super::source::Source;
use super::warp::{Offset, Place, Warp, bend_from};

/// Modules between the middles of neighbouring tiles.
const STEP: f32 = 2.5;
/// The most tiles along a side; those of large codes lie further apart.
const MOST_ACROSS: usize = 18;
/// Modules from a tile's middle to its edge.
const REACH: i8 = 2;
/// How far from the prediction a tile is looked for, in steps of [`FINE`] modules.
const SEARCH: i8 = 3;
const FINE: f32 = 0.14;

/// One tile.
#[derive(Debug, Clone, Copy)]
struct Tile {
    middle: Place,
    by: Place,
    surety: Place,
    known: bool,
}

/// Follows the grid over the whole code, from the three finder patterns, where `warp` is right already, and from places
/// whose offsets are known.
pub(crate) fn track(source: Source<'_>, warp: &Warp, side: usize, anchors: &[Offset]) -> Option<Warp> {
    #[expect(clippy::cast_precision_loss, reason = "a number of modules")]
    let side = side as f32;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of tiles")]
    let across = (((side - 7.0) / STEP).round() as usize).clamp(2, MOST_ACROSS) + 1;
    #[expect(clippy::cast_precision_loss, reason = "a number of tiles")]
    let place = |index: usize| 3.5 + (side - 7.0) * index as f32 / (across - 1) as f32;
    let mut tiles: Vec<Tile> = (0..across * across)
        .map(|index| {
            let middle = (place(index % across), place(index / across));
            Tile { middle, by: (0.0, 0.0), surety: (0.0, 0.0), known: false }
        })
        .collect();
    let far = side - 3.5;
    for corner in [(3.5, 3.5), (far, 3.5), (3.5, far)] {
        for tile in tiles.iter_mut().filter(|tile| distance(tile.middle, corner) < 0.6) {
            *tile = Tile { known: true, surety: (3.0, 3.0), ..*tile };
        }
    }
    for anchor in anchors {
        let near = tiles
            .iter_mut()
            .min_by(|a, b| distance(a.middle, anchor.place).total_cmp(&distance(b.middle, anchor.place)));
        if let Some(tile) = near.filter(|tile| !tile.known) {
            *tile = Tile { middle: anchor.place, by: anchor.by, surety: (1.5, 1.5), known: true };
        }
    }
    let mut support: Vec<f32> = tiles
        .iter()
        .map(|tile| tiles.iter().filter(|other| other.known).map(|other| weight(other, tile.middle)).sum())
        .collect();
    for _ in 0..tiles.len() {
        let unknown = tiles.iter().zip(&support).enumerate().filter(|(_, (tile, _))| !tile.known);
        let Some((index, (tile, _))) = unknown.max_by(|a, b| a.1.1.total_cmp(b.1.1)) else {
            break;
        };
        let predicted = predict(&tiles, tile.middle);
        let settled = settle(source, warp, tile.middle, predicted);
        for (sum, other) in support.iter_mut().zip(&tiles) {
            *sum += weight(&settled, other.middle);
        }
        if let Some(slot) = tiles.get_mut(index) {
            *slot = settled;
        }
    }
    let offsets: Vec<Offset> =
        tiles.iter().map(|tile| Offset { place: tile.middle, by: tile.by, surety: tile.surety }).collect();
    bend_from(warp, &offsets, Bend::Free.stiffness())
}

fn distance(a: Place, b: Place) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// How much a known tile says about a place.
fn weight(tile: &Tile, place: Place) -> f32 {
    let far = distance(tile.middle, place) / 5.0;
    (tile.surety.0 + tile.surety.1 + 0.02) * (-far * far).exp()
}

/// What the known tiles around a place let expect there: the value at the place of the plane through them.
fn predict(tiles: &[Tile], place: Place) -> Place {
    let mut systems = [super::solve::Normal::new(3), super::solve::Normal::new(3)];
    for tile in tiles.iter().filter(|tile| tile.known) {
        let far = distance(tile.middle, place) / 6.0;
        let near = (-far * far).exp();
        let row = [1.0, (tile.middle.0 - place.0) / 6.0, (tile.middle.1 - place.1) / 6.0];
        let [across, down] = &mut systems;
        across.add(&row, tile.by.0, near * (tile.surety.0 + 0.02));
        down.add(&row, tile.by.1, near * (tile.surety.1 + 0.02));
    }
    let value = |system: &super::solve::Normal| {
        system.solved(&[1e-5, 0.02, 0.02]).and_then(|solution| solution.first().copied()).unwrap_or(0.0)
    };
    let [across, down] = &systems;
    (value(across), value(down))
}

/// Moves a tile from its predicted place to where its modules stand out best.
fn settle(source: Source<'_>, warp: &Warp, middle: Place, predicted: Place) -> Tile {
    let (a, b) = warp.axes((middle.0 + predicted.0, middle.1 + predicted.1));
    let spots: Vec<Place> = (-REACH..=REACH)
        .flat_map(|v| (-REACH..=REACH).map(move |u| (f32::from(u), f32::from(v))))
        .map(|(u, v)| {
            // Module middles lie at halves.
            let whole = (middle.0.floor() + 0.5 + u, middle.1.floor() + 0.5 + v);
            warp.map((whole.0 + predicted.0, whole.1 + predicted.1))
        })
        .collect();
    let standing_out = |i: i8, j: i8| {
        let (u, v) = (f32::from(i) * FINE, f32::from(j) * FINE);
        let (dx, dy) = (a.0 * u + b.0 * v, a.1 * u + b.1 * v);
        let values = spots.iter().map(|(x, y)| source.at(x + dx, y + dy));
        let (sum, squares) = values.fold((0.0, 0.0), |(sum, squares), value| (sum + value, squares + value * value));
        #[expect(clippy::cast_precision_loss, reason = "49 modules")]
        let count = spots.len() as f32;
        (squares / count - (sum / count) * (sum / count)).max(0.0).sqrt()
    };
    let mut field = [[0.0f32; 2 * SEARCH as usize + 1]; 2 * SEARCH as usize + 1];
    let (mut best, mut top, mut least) = ((0i8, 0i8), f32::MIN, f32::MAX);
    for (row, j) in field.iter_mut().zip(-SEARCH..) {
        for (slot, i) in row.iter_mut().zip(-SEARCH..) {
            *slot = standing_out(i, j);
            let held = *slot * (1.0 - 0.004 * f32::from(i * i + j * j));
            least = least.min(*slot);
            if held > top {
                (best, top) = ((i, j), held);
            }
        }
    }
    let at = |i: i8, j: i8| {
        let index = |value: i8| usize::try_from(value + SEARCH).ok();
        index(j).and_then(|j| field.get(j)).zip(index(i)).and_then(|(row, i)| row.get(i)).copied()
    };
    let along = |before: Option<f32>, peak: f32, after: Option<f32>| match (before, after) {
        (Some(before), Some(after)) => {
            let sharp = 2.0 * peak - before - after;
            if sharp > 1e-3 && before <= peak && after <= peak {
                (((after - before) / (2.0 * sharp)).clamp(-0.5, 0.5), sharp / peak.max(1.0))
            } else {
                (0.0, 0.0)
            }
        }
        _ => (0.0, 0.0),
    };
    let (i, j) = best;
    let peak = at(i, j).unwrap_or(0.0);
    let (across, sure_across) = along(at(i - 1, j), peak, at(i + 1, j));
    let (down, sure_down) = along(at(i, j - 1), peak, at(i, j + 1));
    let by = (predicted.0 + (f32::from(i) + across) * FINE, predicted.1 + (f32::from(j) + down) * FINE);
    let contrast = if peak > 4.0 { 1.0 - least / peak } else { 0.0 };
    let trust = |sure: f32| (sure * 40.0).min(1.0) * contrast.min(0.6);
    Tile { middle, by, surety: (trust(sure_across), trust(sure_down)), known: true }
}
