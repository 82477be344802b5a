//! Edges in rows of pixels.
//!
//! The renderer walks down the picture and keeps the edges that cross the row in a list from left to right. It costs a
//! step to move an edge to the next row, and a step for each edge that a new one, or one that crosses another, goes past.

use resvg::tiny_skia::{IntRect, Rect};

/// Steps of an edge in a row: four lines of samples.
const SAMPLES: u64 = 4;

/// Steps of a piece of a row between two edges.
const RUN: u64 = 20;

/// Steps for each pair of edges of which one begins where the other is: to find its place, and to cross it later.
const PAIR: u64 = 3;

/// How many edges begin and end in each row of an area.
pub(super) struct Rows {
    area: IntRect,
    begin: Vec<u32>,
    end: Vec<u32>,
}

impl Rows {
    pub(super) fn of(area: IntRect) -> Self {
        let height = usize::try_from(area.height()).unwrap_or(0);
        Self { area, begin: vec![0; height], end: vec![0; height] }
    }

    /// Adds edges between two heights, in pixels.
    pub(super) fn add(&mut self, top: f32, bottom: f32, edges: u32) {
        let rows = Rect::from_ltrb(0.0, top, 0.0, bottom).and_then(|rect| rect.round_out());
        let Some(rows) = rows else { return };
        // What is outside of the area is cut off by the renderer, and what is left or right of it goes along its side.
        let first = rows.top().max(self.area.top()) - self.area.top();
        let last = rows.bottom().min(self.area.bottom()) - 1 - self.area.top();
        let place = |row: i32| usize::try_from(row).ok().filter(|_| first <= last);
        let (Some(first), Some(last)) = (place(first), place(last)) else { return };
        if let Some(begin) = self.begin.get_mut(first) {
            *begin += edges;
        }
        if let Some(end) = self.end.get_mut(last) {
            *end += edges;
        }
    }

    /// The steps of all rows.
    pub(super) fn steps(&self) -> f64 {
        let width = u64::from(self.area.width());
        let mut active: u64 = 0;
        let mut sum: f64 = 0.0;
        for (begin, end) in self.begin.iter().zip(&self.end) {
            let (begin, end) = (u64::from(*begin), u64::from(*end));
            active += begin;
            let pieces = active.saturating_mul(2).min(width);
            let row = SAMPLES * active + RUN * pieces;
            // Spans of less than a pixel are looked for from the left (`AlphaRuns::add` of tiny-skia).
            sum += number(row) + number(active) * number(active.min(width));
            sum += number(begin) * number(active) * number(PAIR);
            active = active.saturating_sub(end);
        }
        sum
    }
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
