CREATE TABLE `returns` (
	`workspace_id` text NOT NULL,
	`store_id` text NOT NULL,
	`return_key` text NOT NULL,
	`order_id` text NOT NULL,
	`stage` text NOT NULL,
	`tab` text NOT NULL,
	`tracking_number` text,
	`created_at` integer,
	`at` integer NOT NULL,
	`details` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `store_id`, `return_key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `returns_by_order` ON `returns` (`workspace_id`,`store_id`,`order_id`);--> statement-breakpoint
CREATE INDEX `returns_by_tab` ON `returns` (`workspace_id`,`tab`,`at`,`return_key`);--> statement-breakpoint
CREATE INDEX `returns_by_creation` ON `returns` (`workspace_id`,`at`,`return_key`);--> statement-breakpoint
CREATE INDEX `returns_by_store` ON `returns` (`workspace_id`,`store_id`,`at`,`return_key`);