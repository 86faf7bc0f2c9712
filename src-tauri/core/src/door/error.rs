//! Refusals and failures: typed inside, `{code, message key, arguments, hint}` outside, with one exhaustive match between.

use super::Role;
use crate::engine::StoreError;
use rusqlite::ErrorCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// The stable codes of everything the door can refuse or fail at. Faces look up their words by code, in the `errors.json` of each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words of each code stand in the locales")]
pub enum Code {
    // the door
    NotSignedIn,
    NotAllowed,
    UnknownCommand,
    BadInput,
    TextMissing,
    TextTooLong,
    RequestIdReused,
    // the desk
    FirstOperatorExists,
    OperatorUnknown,
    OperatorInactive,
    OperatorNameTaken,
    WrongPin,
    PinLocked,
    PinTooWeak,
    LastManager,
    SettingUnknown,
    OutageUnknown,
    OutageDecided,
    // customers
    CustomerUnknown,
    CustomerBlocked,
    EmailInvalid,
    // sales
    PackageUnknown,
    PackageRetired,
    StationUnknown,
    StationNameTaken,
    StationRetired,
    StationTaken,
    StationReserved,
    WindowTaken,
    WindowInvalid,
    PurchaseUnknown,
    PurchaseNotPending,
    PurchaseNotPaid,
    PaymentMethodMissing,
    WalletCannotPay,
    PurchaseHasLiveSession,
    PurchaseRefundedInPart,
    AmountInvalid,
    InvoiceUnknown,
    InvoiceNotWaiting,
    // activation: why an invoice may not be let in, one code for each verdict
    InvoiceAlreadyActive,
    InvoiceAlreadyUsed,
    InvoiceUnpaid,
    InvoiceCancelled,
    InvoiceRefunded,
    InvoiceExpired,
    InvoiceTooEarly,
    InvoiceTooLate,
    InvoiceBlocked,
    // sessions
    SessionUnknown,
    SessionNotReady,
    SessionNotStarted,
    SessionNotRunning,
    SessionNotPaused,
    SessionAlreadyRunning,
    SessionOver,
    SessionNotOver,
    ReopenTooLate,
    NothingToReopen,
    // payment events
    PaymentEventUnknown,
    PaymentEventSettled,
    ProviderUnknown,
    EventTooLarge,
    EventSecretMissing,
    SignatureMissing,
    SignatureInvalid,
    SignatureOutOfTime,
    SecretInvalid,
    // immersion sessions
    ImmersionUnknown,
    ImmersionClosed,
    ImmersionNotClosed,
    ImmersionOver,
    ImmersionFull,
    ImmersionChanged,
    ImmersionSeatsBooked,
    ImmersionHasBookings,
    ImmersionDatesInvalid,
    ImmersionNotBegun,
    NothingClaimed,
    BookingUnknown,
    BookingNotPending,
    BookingNotConfirmed,
    BookingPaid,
    BookingNotPaid,
    BookingRefunded,
    BookingUndecided,
    BookingNotUndecided,
    WaitingUnknown,
    WaitingNotInLine,
    WaitingNotOffered,
    PartyTooLarge,
    AlreadyWaiting,
    // orders
    OrderUnknown,
    OrderReferenceInvalid,
    OrderReferenceTaken,
    OrderWithoutLines,
    OrderWithoutPayment,
    OrderTransitionIllegal,
    OrderIsCancelled,
    OrderNotCovered,
    OrderNotPaid,
    PaymentUnknown,
    PaymentTransitionIllegal,
    PaymentNotCompleted,
    PaymentExceedsOrder,
    PaymentCurrencyDiffers,
    PaymentReferenceTaken,
    PaymentNotOrphan,
    BulkEmpty,
    BulkTooLarge,
    // wallets
    WalletCurrencyDiffers,
    WalletNeedsDecision,
    WalletSound,
    BalanceShort,
    TransactionReused,
    HoldUnknown,
    HoldOfAnother,
    AlreadyCommitted,
    AlreadyRefunded,
    HoldExpired,
    AmountAboveHold,
    // monitor
    PlanOutdated,
    CheckUnknown,
    // demonstration
    DataFolderInUse,
    // the disk
    StorageFull,
    StorageReadOnly,
    StorageBusy,
    StorageDamaged,
    StorageFailed,
    DatabaseSetAside,
    DatabaseNewer,
    DatabaseForeign,
    DataFolderUnusable,
    Internal,
}

impl Code {
    /// The code as text, `snake_case`.
    #[must_use]
    pub fn word(self) -> String {
        serde_json::to_value(self).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// A refusal: the state of things does not allow it. Nothing was changed, nothing is broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Which.
    pub code: Code,
    /// What its sentence needs: names, numbers, times.
    pub args: Map<String, Value>,
    /// Whether what the command wrote stays written (a wrong PIN is counted although it is refused).
    pub keeps: bool,
}

impl Refusal {
    /// A refusal without arguments.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, args: Map::new(), keeps: false }
    }

    /// Adds an argument for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.args.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    /// Keeps what the command wrote.
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }
}

/// Why a command or query gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The state does not allow it.
    #[error("refused: {}", .0.code.word())]
    Refused(Refusal),
    /// The caller may not.
    #[error("{needed:?} is needed, {has:?} was calling")]
    Denied {
        /// The role it takes.
        needed: Role,
        /// The role that was calling.
        has: Role,
    },
    /// No command or query has this name.
    #[error("no command or query is called {0:?}")]
    UnknownName(String),
    /// The input has not the form it must have.
    #[error("bad input: {0}")]
    BadInput(String),
    /// The disk or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Refused(Refusal::new(code))
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// An error as every face receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DoorError {
    /// The stable code; `errors.<code>` is the key of its sentence, `errors.<code>.hint` of the next step.
    pub code: Code,
    /// What the sentences need.
    #[ts(type = "Record<string, string | number | boolean | null>")]
    pub args: Map<String, Value>,
    /// Technical detail for the log and for support; never shown as the message.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
}

impl DoorError {
    /// Whether the surroundings failed (disk, folder, database), and not the request.
    #[must_use]
    pub fn is_environment(&self) -> bool {
        self.code >= Code::StorageFull
    }
}

impl std::fmt::Display for DoorError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.code.word())?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(out, ": {detail}"))
    }
}

impl std::error::Error for DoorError {}

impl From<Failure> for DoorError {
    /// The one place where inside becomes outside, and where the log level is picked.
    fn from(failure: Failure) -> Self {
        let plain = |code| Self { code, args: Map::new(), detail: None };
        match failure {
            Failure::Refused(Refusal { code, args, .. }) => {
                tracing::debug!(code = code.word(), "refused");
                Self { code, args, detail: None }
            }
            Failure::Denied { needed, has } => {
                tracing::warn!(?needed, ?has, "denied");
                let mut error = plain(if has == Role::Nobody { Code::NotSignedIn } else { Code::NotAllowed });
                error.args.insert("needed".into(), serde_json::to_value(needed).unwrap_or_default());
                error
            }
            Failure::UnknownName(name) => {
                tracing::warn!(name, "unknown name");
                let mut error = plain(Code::UnknownCommand);
                error.args.insert("name".into(), name.chars().take(80).collect::<String>().into());
                error
            }
            Failure::BadInput(problem) => {
                tracing::debug!(problem, "bad input");
                let mut error = plain(Code::BadInput);
                error.args.insert("problem".into(), problem.into());
                error
            }
            Failure::Store(error) => from_store(&error),
        }
    }
}

impl From<StoreError> for DoorError {
    fn from(error: StoreError) -> Self {
        from_store(&error)
    }
}

fn from_store(error: &StoreError) -> DoorError {
    tracing::error!(%error, "the store failed");
    let mut args = Map::new();
    let code = match error {
        StoreError::Folder { path, source } => {
            args.insert("path".into(), path.display().to_string().into());
            match source.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Code::StorageReadOnly,
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Code::StorageFull,
                _ => Code::DataFolderUnusable,
            }
        }
        StoreError::SetAside { kept_at } => {
            args.insert("path".into(), kept_at.display().to_string().into());
            Code::DatabaseSetAside
        }
        StoreError::Newer { found, known } => {
            args.insert("found".into(), (*found).into());
            args.insert("known".into(), (*known).into());
            Code::DatabaseNewer
        }
        StoreError::Foreign => Code::DatabaseForeign,
        StoreError::Fault(_) => Code::Internal,
        StoreError::Setup(_) | StoreError::Closed => Code::StorageFailed,
        StoreError::NotCommitted(..) | StoreError::Sqlite(_) => match error.sqlite_code() {
            Some(ErrorCode::DiskFull) => Code::StorageFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Code::StorageReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::StorageBusy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Code::StorageDamaged,
            _ => Code::StorageFailed,
        },
    };
    DoorError { code, args, detail: Some(error.to_string()) }
}
