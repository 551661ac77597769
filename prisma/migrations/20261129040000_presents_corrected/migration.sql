-- A sponsor corrects whose present it is, from when on, or the words on its certificate.
ALTER TYPE plan_change_kind ADD VALUE 'present';
