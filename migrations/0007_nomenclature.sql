CREATE TABLE `hs_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`description` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE VIRTUAL TABLE `hs_words` USING fts5(`words`, `heading`, `chapter`, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
