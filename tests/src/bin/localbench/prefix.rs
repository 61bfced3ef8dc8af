//! x
use crate::Row;
use anyhow::Result;
pub async fn measure() -> Result<Vec<Row>> {
    Ok(vec![])
}
