//! What the shell gets from the same definitions: completions and the man page.

use super::arguments::Arguments;
use super::face::{Face, Outcome};
use crate::error::{Class, FaceError};
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell, face: &Face) -> Result<Outcome, FaceError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "comptoir", &mut script);
    face.print(&String::from_utf8_lossy(&script));
    Ok(Outcome::Done)
}

/// Prints the man page.
pub(super) fn man_page(face: &Face) -> Result<Outcome, FaceError> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    rendered.map_err(|error| FaceError::new(Class::Environment, "internal").hint(error))?;
    face.print(&String::from_utf8_lossy(&page));
    Ok(Outcome::Done)
}
