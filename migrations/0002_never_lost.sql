CREATE TABLE `attention_items` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`item_key` text NOT NULL,
	`kind` text NOT NULL,
	`order_id` text,
	`details` text NOT NULL,
	`at` integer NOT NULL,
	`resolved` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `item_key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `attention_items_open` ON `attention_items` (`workspace_id`,`at`,`item_key`) WHERE resolved = 0;--> statement-breakpoint
ALTER TABLE `intents` ADD `amount_minor` integer;--> statement-breakpoint
ALTER TABLE `intents` ADD `currency` text;--> statement-breakpoint
CREATE INDEX `intents_parked` ON `intents` (`workspace_id`,`at`,`intent_id`) WHERE state = 'parked';--> statement-breakpoint
CREATE INDEX `set_aside_orders_open` ON `set_aside_orders` (`workspace_id`,`at`,`order_id`) WHERE resolved = 0;--> statement-breakpoint
ALTER TABLE `sendcloud_accounts` ADD `sealed_previous_secret_key` text;--> statement-breakpoint
ALTER TABLE `sendcloud_accounts` ADD `sealed_previous_signature_key` text;