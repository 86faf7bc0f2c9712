//! The third finder pattern, where only two were found.
//!
//! What it is for: glare, a shadow's edge or dirt often hides one pattern of three. The sides of the two others say whether
//! they are neighbours or lie across from each other, and so where the third must be; whether that is right is for the
//! other fixed patterns to say. What it must never do: guess without end.

use super::finder::Finder;
use super::triples::{Triple, weighed};
use super::warp::Place;

/// The most pairs that are completed.
const MOST_PAIRS: usize = 4;
/// Patterns that few rays and rows showed are no ground for a guess.
const LEAST_SCORE: f32 = 14.0;
/// The score of a pattern that was only guessed.
const GUESS: f32 = 8.0;

/// The threes that pairs of patterns let expect.
pub(crate) fn completed(finders: &[Finder]) -> Vec<Triple> {
    let sure: Vec<&Finder> = finders.iter().filter(|finder| finder.score >= LEAST_SCORE).take(8).collect();
    let mut triples = Vec::new();
    let mut pairs = 0;
    for (index, a) in sure.iter().enumerate() {
        for b in sure.iter().skip(index + 1) {
            let alike = a.inverted == b.inverted && (a.module_px / b.module_px - 1.0).abs() < 0.35;
            let before = triples.len();
            if alike && pairs < MOST_PAIRS {
                complete(a, b, &mut triples);
            }
            pairs += usize::from(triples.len() > before);
        }
    }
    triples
}

/// The threes that two patterns may be part of.
fn complete(a: &Finder, b: &Finder, triples: &mut Vec<Triple>) {
    let (u, v) = a.axes();
    let (across, down) = coordinates((b.x - a.x, b.y - a.y), u, v);
    let modules = across.hypot(down);
    if !(12.0..130.0).contains(&modules) {
        return;
    }
    let (long, short) = (across.abs().max(down.abs()), across.abs().min(down.abs()));
    let at = |from: &Finder, (x, y): Place, modules: f32| Finder {
        x: from.x + x * modules,
        y: from.y + y * modules,
        score: GUESS,
        ..*from
    };
    if short < long * 0.3 {
        // Neighbours: the third is a side's length away, along the other sides of one of them.
        let side_a = if across.abs() > down.abs() { v } else { u };
        let side_b = other_side(b, side_a);
        let length = long;
        for sign in [length, -length] {
            let by_a = at(a, side_a, sign);
            let by_b = at(b, side_b, sign);
            triples.extend(weighed((a, b, &by_a)));
            triples.extend(weighed((b, a, &by_b)));
        }
    } else if short > long * 0.6 {
        let first = at(a, u, across);
        let second = at(a, v, down);
        triples.extend(weighed((&first, a, b)));
        triples.extend(weighed((&second, a, b)));
    }
}

/// The side of a pattern that runs most like a given one.
fn other_side(finder: &Finder, like: Place) -> Place {
    let (u, v) = finder.axes();
    let along = |side: Place| (side.0 * like.0 + side.1 * like.1) / side.0.hypot(side.1).max(0.01);
    let side = if along(u).abs() > along(v).abs() { u } else { v };
    if along(side) < 0.0 { (-side.0, -side.1) } else { side }
}

/// A vector in terms of two others.
fn coordinates((x, y): Place, u: Place, v: Place) -> Place {
    let determinant = u.0 * v.1 - u.1 * v.0;
    if determinant.abs() < 1e-3 {
        return (0.0, 0.0);
    }
    ((x * v.1 - y * v.0) / determinant, (y * u.0 - x * u.1) / determinant)
}
