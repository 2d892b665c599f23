//! `unpitch restore`: what was cleaned, as it was before.

use super::args::RestoreArgs;
use super::{Fatal, Trouble};
use crate::corpus::restore;

pub(super) fn run(args: &RestoreArgs, trouble: &mut Trouble) -> Result<(), Fatal> {
    let restored = restore(&args.cleaned, &args.removed, &args.output).map_err(Fatal::new)?;
    trouble.count(restored, 0);
    Ok(())
}
