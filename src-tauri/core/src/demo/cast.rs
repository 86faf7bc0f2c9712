//! Who and what the demonstration venue is made of. Invented; the phone numbers are of ranges nobody is given.

use crate::base::Cents;
use crate::door::Role;
use serde_json::{Value, json};

/// The operators: name, role, PIN.
pub(super) const OPERATORS: [(&str, Role, &str); 2] =
    [("Mariam Koné", Role::Manager, "4827"), ("Koffi Mensah", Role::Staff, "7391")];

/// How the venue is set, where it differs from the defaults.
pub(super) fn settings() -> [(&'static str, Value); 4] {
    [
        ("venue.name", json!("Comptoir Cocody")),
        ("venue.address", json!("Rue des Jardins, Cocody, Abidjan")),
        ("venue.phone", json!("+225 27 22 00 00 00")),
        // A month, so that the history holds invoices whose customers never came.
        ("invoice.validity_days", json!(30)),
    ]
}

/// A package as it is put on sale.
pub(super) struct Offer {
    pub(super) name: &'static str,
    pub(super) game: &'static str,
    pub(super) minutes: i64,
    pub(super) price: Cents,
    pub(super) description: &'static str,
    /// How often it is chosen, of 100.
    pub(super) weight: u64,
}

const fn francs(amount: i64) -> Cents {
    Cents(amount * 100)
}

/// The packages, in XOF.
pub(super) const OFFERS: [Offer; 6] = [
    Offer {
        name: "Découverte 30 min",
        game: "EA FC 26",
        minutes: 30,
        price: francs(1_000),
        description: "Pour essayer",
        weight: 26,
    },
    Offer {
        name: "Classique 1 h",
        game: "EA FC 26",
        minutes: 60,
        price: francs(1_500),
        description: "Le plus demandé",
        weight: 36,
    },
    Offer {
        name: "Tournoi 2 h",
        game: "Tekken 8",
        minutes: 120,
        price: francs(2_500),
        description: "À deux ou à quatre",
        weight: 16,
    },
    Offer {
        name: "Circuit 1 h",
        game: "Gran Turismo 7",
        minutes: 60,
        price: francs(3_000),
        description: "Volant et pédalier",
        weight: 11,
    },
    Offer {
        name: "VR 45 min",
        game: "Beat Saber",
        minutes: 45,
        price: francs(4_000),
        description: "Casque et espace libre",
        weight: 8,
    },
    Offer {
        name: "Marathon 5 h",
        game: "Call of Duty",
        minutes: 300,
        price: francs(6_000),
        description: "L’après-midi entière",
        weight: 3,
    },
];

/// The zones, each with the first letter of its stations and how many there are.
pub(super) const ZONES: [(&str, &str, i64); 4] =
    [("Salle principale", "PS", 8), ("Simulateurs", "SIM", 2), ("Espace VR", "VR", 2), ("Mezzanine", "PC", 4)];

/// The customers.
pub(super) const CUSTOMERS: [&str; 40] = [
    "Awa Diop",
    "Kouadio N’Guessan",
    "Fatou Traoré",
    "Moussa Keïta",
    "Aya Kouassi",
    "Camille Laurent",
    "Ibrahim Ouattara",
    "Aïcha Sow",
    "Yao Kouamé",
    "Adjoua Konan",
    "Mamadou Bah",
    "Julien Moreau",
    "Aminata Coulibaly",
    "Sékou Touré",
    "Clémence Dubois",
    "Kwame Asante",
    "Nafissatou Diallo",
    "Théo Girard",
    "Bintou Cissé",
    "Ousmane Ndiaye",
    "Élodie Fontaine",
    "Serge Aka",
    "Mariama Barry",
    "Antoine Lefèvre",
    "Salif Sanogo",
    "Chantal Gnagne",
    "Abdoulaye Fofana",
    "Inès Marchand",
    "Rokia Sidibé",
    "Patrick Zadi",
    "Khadija Benali",
    "Hugo Renard",
    "Oumar Sangaré",
    "Akissi Brou",
    "Lucas Perrin",
    "Djénéba Doumbia",
    "Emmanuel Tano",
    "Zoé Caron",
    "Cheick Camara",
    "Rachelle Ahoussou",
];

/// The customer whom the manager has blocked, and why.
pub(super) const BLOCKED: (usize, &str) = (39, "Manette cassée le mois dernier, à régler avec Mariam");

/// A phone number for the customer of that place: Ivorian, or French for French names' sake every sixth time.
pub(super) fn phone(place: usize) -> String {
    if place % 6 == 5 {
        format!("+33 6 39 98 {:02} {:02}", place * 7 % 100, place * 13 % 100)
    } else {
        format!("+225 07 00 {:02} {:02} {:02}", place * 11 % 100, place * 17 % 100, place * 23 % 100)
    }
}

/// Codes of other people that end up before the camera.
pub(super) const STRAY_CODES: [&str; 6] = [
    "F;NIM;2301458K;TVA;18;FAC-2211",
    "https://wa.me/22507000000",
    "WIFI:T:WPA;S:Cocody-Invites;P:bienvenue;;",
    "CPT1:F999999:0123456789ABCDEF0123",
    "BEGIN:VCARD\nFN:Salon Prestige\nTEL:+22527220000\nEND:VCARD",
    "@@@",
];
