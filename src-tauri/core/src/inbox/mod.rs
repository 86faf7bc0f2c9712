//! The inbox: what payment providers tell, kept as it came, read together, and brought to the books.
//!
//! Events come at least once, in any order, before or after the thing they speak of. Nothing in here may depend on their order,
//! lose one, or do anything twice.

pub mod model;
